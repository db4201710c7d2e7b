"""Keys changed in a file's text: everything else stays, comments above all."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.settings import Service
from netcheck.world.settings_text import SERVICES, edited

FILE = """\
# My settings, by hand.
colour = "blue" # not ours

[isp] # who sells me the line
# by contract
name = 'LabTel' # since May
area = "Graz"

# ---- work ----

[[services]] # the first
name = "Mail"
url = "https://mail.example/" # with a fresh certificate
owner = "Ann"

# The server in the cellar
[[services]]
name = "Files"
url = "tcp://files.example:445"
via = "vpn"

# ---- pace ----

[watch]
healthy_s = 1_0.0 # slow line
"""
MAIL = Service("Mail", "https://mail.example/")
FILES = Service("Files", "tcp://files.example:445", "vpn")
WIKI = Service("Wiki", "https://wiki.example/")


def test_a_value_changes_in_its_place() -> None:
    changes: Mapping[tuple[str, ...], object] = {("isp", "name"): 'Other "Tel"', ("watch", "healthy_s"): 20.0}
    expected = FILE.replace("'LabTel'", r'"Other \"Tel\""').replace("1_0.0", "20.0")
    assert edited(FILE, changes) == expected


def test_a_new_key_stands_below_the_last_one_of_its_table() -> None:
    new = edited(FILE, {("isp", "support_phone"): "+43 1"})
    assert new == FILE.replace('area = "Graz"\n', 'area = "Graz"\nsupport_phone = "+43 1"\n')


def test_a_new_table_stands_at_the_end() -> None:
    assert edited(FILE, {("alerts", "sound"): False}) == f"{FILE}\n[alerts]\nsound = false\n"
    assert edited("", {("alerts", "sound"): False}) == "[alerts]\nsound = false\n"
    assert edited("# mine", {("alerts", "sound"): False}) == "# mine\n\n[alerts]\nsound = false\n"


def test_what_is_needless_goes_but_for_a_key_with_a_comment() -> None:
    needless = [("isp", "area"), ("isp", "name"), ("alerts", "sound")]
    changes: Mapping[tuple[str, ...], object] = {needless[0]: "", needless[1]: "", needless[2]: True}
    assert edited(FILE, changes, needless) == FILE.replace('area = "Graz"\n', "").replace("'LabTel'", '""')


def test_a_service_changes_in_its_place() -> None:
    new = edited(FILE, {SERVICES: [Service("Post", MAIL.url), Service("Files", "tcp://files.example:22")]})
    expected = FILE.replace('"Mail"', '"Post"').replace(":445", ":22").replace('via = "vpn"\n', "")
    assert new == expected


def test_a_new_service_stands_below_the_last_one() -> None:
    new = edited(FILE, {SERVICES: [MAIL, FILES, WIKI]})
    entry = '\n[[services]]\nname = "Wiki"\nurl = "https://wiki.example/"\n'
    assert new == FILE.replace('via = "vpn"\n', f'via = "vpn"\n{entry}')


def test_a_service_that_goes_leaves_the_comments_around_it() -> None:
    new = edited(FILE, {SERVICES: [FILES]})
    start, end = FILE.index("[[services]] # the first"), FILE.index("\n# The server")
    assert new == FILE[:start] + FILE[end:]
    assert "# ---- pace ----" in edited(FILE, {SERVICES: [MAIL]})
    none = edited(FILE, {SERVICES: []}, [SERVICES])
    assert "# The server in the cellar\n\n# ---- pace ----" in none
    assert "services" not in tomllib.loads(none)


def test_no_services_are_written_where_another_file_has_some() -> None:
    for text in (FILE, "# mine\n[isp]\n", ""):
        assert tomllib.loads(edited(text, {SERVICES: []}))["services"] == []


@pytest.mark.parametrize(
    "array",
    [
        'services = [{name = "Mail", url = "https://mail.example/", owner = "Ann"}] # all',
        'services = [\n  # in one\n  {name = "Mail", url = "https://mail.example/", owner = "Ann"}, # here\n] # all',
        "services = [\n  # none\n] # all",
        "services = []",
        "services = [\n]",
    ],
)
@pytest.mark.parametrize("services", [(), (MAIL,), (WIKI,), (MAIL, WIKI), (WIKI, MAIL), (WIKI, FILES, MAIL)])
def test_services_between_brackets(array: str, services: tuple[Service, ...]) -> None:
    text = f"# top\n{array}\n[isp] # mine\n"
    new = edited(text, {SERVICES: services})
    found = tomllib.loads(new)["services"]
    assert [(one["name"], one["url"], one.get("via", "")) for one in found] == [
        (one.name, one.url, one.via) for one in services
    ]
    # What stands on the line of an entry goes with it.
    kept = [comment for comment in re.findall("#.*", text) if comment != "# here" or MAIL in services]
    assert re.findall("#.*", new) == kept
    assert ("Ann" in new) == ("Ann" in text and MAIL in services)


def test_services_between_brackets_in_another_order_keep_their_unknown_keys() -> None:
    text = """\
services = [
  {name = "Wiki", url = "https://wiki.example/"}, # one
  # below
  {name = "Files", url = "tcp://files.example:445", via = "vpn", owner = "Bob"},
  {name = "Mail", url = "https://mail.example/", owner = "Ann"}
]
"""
    new = edited(text, {SERVICES: [MAIL, Service("Files", FILES.url), WIKI]})
    assert tomllib.loads(new)["services"] == [
        {"name": "Mail", "url": MAIL.url, "owner": "Ann"},
        {"name": "Files", "url": FILES.url, "owner": "Bob"},
        {"name": "Wiki", "url": WIKI.url},
    ]
    assert "# below" in new


def test_services_in_another_order_keep_what_is_theirs() -> None:
    new = edited(FILE, {SERVICES: [FILES, WIKI, MAIL]})
    assert [one["name"] for one in tomllib.loads(new)["services"]] == ["Files", "Wiki", "Mail"]
    assert tomllib.loads(new)["services"][2]["owner"] == "Ann"
    assert sorted(re.findall("#.*", new)) == sorted(re.findall("#.*", FILE))


@pytest.mark.parametrize(
    "text",
    [
        'isp.name = "A" # mine\n[watch]\n',
        'isp = {name = "A"} # mine\n',
        '"isp"."name" = "A" # mine\n',
        '[isp.more]\nx = 1 # mine\n[watch]\n[isp]\nname = "A"\n',
        '[isp]\nname = """\nA""" # mine\n[isp.more]\nx = 1\n',
        '[isp]\r\nname = "A" # mine\r\n\r\n[watch]\r\n',
    ],
)
def test_keys_however_they_are_written(text: str) -> None:
    new = edited(text, {("isp", "name"): "B", ("isp", "area"): "Graz"})
    table, old = tomllib.loads(new), tomllib.loads(text)
    old["isp"] |= {"name": "B", "area": "Graz"}
    assert table == old
    assert new.count("# mine") == 1


@given(st.text(), st.text())
def test_any_text_comes_back(name: str, area: str) -> None:
    new = edited(FILE, {("isp", "name"): name, ("isp", "support_phone"): area})
    isp = tomllib.loads(new)["isp"]
    assert (isp["name"], isp["support_phone"]) == (name, area)


def test_what_is_no_service_is_refused() -> None:
    with pytest.raises(ValueError, match="services must be"):
        edited("", {SERVICES: ["x"]})
    with pytest.raises(ValueError, match="services must be"):
        edited("", {SERVICES: 5})
