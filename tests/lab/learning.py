"""Proves with real packets what `netcheck watch` learns of a healthy home, whom it asks, and when it asks nobody."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .inside import Stage, run_program
from .lab import Lab
from .servers import registry
from .watching import Watched

PATIENCE_S = 25.0
NAMED: dict[str, object] = {
    "provider_asn": registry.ASN,
    "provider_as_name": registry.OWNER,
    "provider_registrant": registry.REGISTRANT,
    "provider_name": registry.REGISTRANT,
    "provider_country": registry.COUNTRY,
}
LEARNT = f"learnt of this network: {registry.REGISTRANT}"


@dataclass(frozen=True, slots=True)
class Story:
    """One home, and what must be known of it in the end."""

    scenario: str
    settings: str = ""
    ends: str = LEARNT
    """What the log says when the learner is through."""
    facts: dict[str, object] | None = None
    """What must be known; None: no provider at all."""
    asked: tuple[str, ...] = ()
    """Beginnings of the questions that must have come to the internet, in their order; there may be no other."""


ORIGIN4 = f"dns 0.13.112.84.origin.{registry.ZONE}"
ORIGIN6 = f"dns {'.'.join('0' * 20)}.4.3.2.1.8.8.3.8.2.0.a.2.origin6.{registry.ZONE}"
AS_NAME = f"dns as{registry.ASN}.{registry.ZONE}"
PAGES = (f"web {registry.FIRST}/ip/", f"web {registry.SECOND}/ip/")
WHOAMI = ("dns whoami.cloudflare at 1.1.1.1", "dns myip.opendns.com at 208.67.222.222")
STORIES: dict[str, Story] = {
    "the router tells its address": Story(
        "healthy",
        facts={**NAMED, "public_prefix": "84.112.13.0/24", "announced": "84.112.0.0/16", "router_model": "Home Router"},
        asked=(ORIGIN4, AS_NAME, *PAGES),
    ),
    "two operators tell the address": Story(
        "healthy-no-upnp", facts={**NAMED, "public_prefix": "84.112.13.0/24"}, asked=(*WHOAMI, ORIGIN4, AS_NAME, *PAGES)
    ),
    "the provider shares an address": Story(
        "healthy-shared-address",
        facts={**NAMED, "public_prefix": "84.112.0.0/24"},
        asked=(*WHOAMI, "dns 0.0.112.84.origin", AS_NAME, *PAGES),
    ),
    "the computer has a public address": Story(
        "healthy-ipv6-only", facts={**NAMED, "public_prefix": "2a02:8388:1234::/48"}, asked=(ORIGIN6, AS_NAME, *PAGES)
    ),
    "no registry is asked": Story(
        "healthy",
        settings='[learn]\nrdap = ""\n',
        ends=f"learnt of this network: {registry.OWNER}",
        facts={"provider_name": registry.OWNER, "provider_registrant": ""},
        asked=(ORIGIN4, AS_NAME),
    ),
    "a tunnel holds the way out": Story("vpn-works", ends="nobody is asked: a tunnel"),
    "no zone is set": Story("healthy", settings='[learn]\nasn_zone = ""\n', ends="nobody is asked: no zone"),
    "learning is switched off": Story("healthy", settings="[learn]\non = false\n", ends="nobody is asked: learning"),
}


def learn(stage: Stage, program: str, name: str) -> dict[str, object]:
    """Watch a healthy home until the learner is through, once more, and look once; what is wrong with what it knows,
    names and asked."""
    story, lab = STORIES[name], stage.lab
    stage.raise_curtain()
    stage.break_it()
    config = lab.folder / "learn.toml"
    config.write_text(story.settings)
    state = lab.folder / "state" / "state" / "netcheck"
    log = state / ("Logs" if stage.wine else "log") / "netcheck.log"
    _watch_until(lab, program, config, lambda: story.ends in _text(log))
    asked = _text(lab.folder / "registry.log").splitlines()
    wrong = [f"asked {asked}"] if not _as_expected(asked, story.asked) else []
    facts = _known(state / "last-good.json", "mac ")
    wrong += [
        f"{fact} is {facts.get(fact)!r}" for fact, value in (story.facts or {}).items() if facts.get(fact) != value
    ]
    if story.facts is None and any(fact.startswith("provider_") for fact in facts if fact != "provider_resolvers"):
        wrong.append(f"knows {facts}")
    if "on = false" in story.settings and (state / "last-good.json").exists():
        wrong.append("kept something though switched off")
    if story.facts is not None:
        _watch_until(lab, program, config, lambda: "it was done in the last day" in _text(log))
        report = run_program(lab, program, config)["report"]
        named = report["provider"] if isinstance(report, dict) else {}
        if (named.get("name"), named.get("name_from")) != (story.facts["provider_name"], "learnt"):
            wrong.append(f"the report names {named}")
        again = _text(lab.folder / "registry.log").splitlines()[len(asked) :]
        wrong += [f"asked again on the same day: {again}"] if again else []
    return {"story": name, "right": not wrong, "wrong": wrong, "asked": asked, "facts": facts}


def _watch_until(lab: Lab, program: str, config: Path, ready: Callable[[], bool]) -> None:
    watched = Watched(lab, program, config, "--log-level", "debug")
    try:
        watched.until("look", seconds=PATIENCE_S)
        lab.until("the learner", ready, PATIENCE_S)
    finally:
        watched.end()


def _as_expected(asked: list[str], wanted: tuple[str, ...]) -> bool:
    """Questions asked at once may come in any order, and a lost one twice."""
    seen = list(dict.fromkeys(asked))
    return len(seen) == len(wanted) and all(any(one.startswith(each) for one in seen) for each in wanted)


def _known(file: Path, kind: str) -> dict[str, Any]:
    networks = json.loads(file.read_text())["networks"] if file.exists() else []
    return next((each["facts"] for each in networks if each["network"].startswith(kind)), {})


def _text(file: Path) -> str:
    return file.read_text(errors="replace") if file.exists() else ""
