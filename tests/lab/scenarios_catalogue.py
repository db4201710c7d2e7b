"""The provider's page by its name alone: the one that is set, or the one that was learnt, in the catalogue."""

import json
from dataclasses import replace

from .lab import Lab
from .names import STATUS_HOST
from .scenario import Scenario
from .scenarios_isp import OUT, transit_dead
from .scenarios_status_pages import TELLING, incident, page

PAGE = f"https://{STATUS_HOST}/api/v2/summary.json"
ENTRY = f"""
[[provider]]
name = "LabTel"
match = ["Lab Telecommunications"]
kind = "statuspage_v2"
status_url = "{PAGE}"
page_url = "https://{STATUS_HOST}/"
country = "AT"
phone = "+43 1 234567"
"""
"""What IT staff write into the settings file."""
FILLED_IN = {
    "name": "LabTel",
    "status_url": PAGE,
    "page_url": f"https://{STATUS_HOST}/",
    "support_phone": "+43 1 234567",
}
FOUND = {**FILLED_IN, "here": "yes", "stage": "investigating"}


def owner(name: str) -> dict[str, object]:
    """Make what the registry says of the owner of this line's address."""
    return {"provider_name": name, "provider_registrant": name, "provider_country": "AT", "provider_asn": 64500}


def learnt(lab: Lab, name: str) -> None:
    """Note, of the network that was seen to work, whose it is."""
    file = lab.folder / "state" / "state" / "netcheck" / "last-good.json"
    told = json.loads(file.read_text())
    homes = [network for network in told["networks"] if network["network"].startswith("mac ")]
    assert homes, "the healthy look has kept nothing"
    for network in homes:
        network["facts"].update(owner(name))
    file.write_text(json.dumps(told))


def ours(lab: Lab) -> None:
    """The line is one of the provider's of the entry, and the provider announces the outage."""
    learnt(lab, "Lab Telecommunications GmbH")
    page(incidents=[incident("Linz")])(lab)


def somebody_elses(lab: Lab) -> None:
    """The line is one of an owner that nearly bears the entry's name; the page would announce an outage."""
    learnt(lab, "Lab Telecommunications Museum")
    page(incidents=[incident("Linz")])(lab)


SCENARIOS: tuple[Scenario, ...] = (
    replace(
        TELLING,
        name="announced-outage-by-name",
        story="Only the provider's name is set; the catalogue knows its page, which announces the outage.",
        config=f'[isp]\nname = "LabTel"\narea = "Linz"\n{ENTRY}',
        provider={**FOUND, "name_from": "settings"},
    ),
    replace(
        TELLING,
        name="announced-outage-by-network",
        story="Nothing is set; the owner of the line was learnt, and the catalogue knows its page.",
        stage=ours,
        usual=True,
        config=f'[isp]\narea = "Linz"\n{ENTRY}',
        provider={**FOUND, "name_from": "learnt"},
    ),
    replace(
        TELLING,
        name="outage-nearly-the-name",
        story="The owner of the line nearly bears a provider's name: that provider's page is nobody's business.",
        stage=somebody_elses,
        usual=True,
        config=f'[isp]\narea = "Linz"\n{ENTRY}',
        codes=OUT,
        also=(),
        sure=(),
        provider={"name": "Lab Telecommunications Museum", "status_url": None, "support_phone": None},
        asked=(0, 0),
    ),
    replace(
        TELLING,
        name="outage-page-for-people",
        story="The catalogue knows a page for people only: it is shown, and nobody asks it.",
        stage=transit_dead,
        config='[isp]\nname = "Swisscom"\n',
        codes=OUT,
        also=(),
        sure=(),
        provider={
            "name": "Swisscom",
            "status_url": None,
            "page_url": "https://www.swisscom.ch/de/privatkunden/hilfe/netz-und-service-status.html",
        },
        asked=(0, 0),
    ),
)
