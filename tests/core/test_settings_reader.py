"""Settings: laid over one another, checked whole, and explained in one sentence where they are wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.settings import (
    Alerts,
    Challenge,
    Landmark,
    Learn,
    Notify,
    Service,
    Settings,
    Watch,
    Window,
)
from netcheck.core.settings_reader import TABLES, Key, Layer, SettingsError, read_settings


def read(*tables: Mapping[str, object]) -> tuple[Settings, tuple[str, ...]]:
    return read_settings([Layer(f"file {number}", table) for number, table in enumerate(tables, 1)])


def refusal(table: Mapping[str, object]) -> str:
    with pytest.raises(SettingsError) as told:
        read(table)
    return str(told.value)


def test_without_layers_the_defaults() -> None:
    assert read() == (Settings(), ())
    assert read({}, {}) == (Settings(), ())


def test_the_defaults_are_settings_that_could_be_read() -> None:
    marks = Settings().landmarks
    table = {
        "landmarks": {
            "hosts": [{"operator": h.operator, "v4": h.v4, "v6": h.v6, "tls_name": h.tls_name} for h in marks.hosts],
            "challenges": [
                {"operator": c.operator, "url": c.url, "status": c.status, "body": c.body} for c in marks.challenges
            ],
            "secure": list(marks.secure),
        }
    }
    assert read(table)[0] == Settings()


def test_everything_that_can_be_set() -> None:
    settings, warnings = read(
        {
            "isp": {
                "name": " LabTel ",
                "status_url": "https://status.labtel.example/api/v2/summary.json?x=1#top",
                "status_format": "statuspage_v2",
                "status_pattern": "outage in .+",
                "support_phone": "+43 800 1",
                "area": "Graz",
            },
            "services": [
                {"name": "Mail", "url": "https://mail.example"},
                {"name": "Shell", "url": "tcp://[2001:db8::1]:22", "via": "vpn"},
            ],
            "landmarks": {
                "hosts": [{"operator": "A", "v4": "192.0.2.1"}, {"operator": "B", "v6": "2001:DB8::0001"}],
                "challenges": [
                    {"operator": "A", "url": "http://a.example/x", "status": 204},
                    {"operator": "B", "url": "http://b.example:8080/", "status": 200, "body": "yes"},
                ],
                "secure": ["https://müller.example/straße"],
            },
            "watch": {"healthy_s": 30, "outage_s": 1.5},
            "window": {"theme": "dark", "language": "pt_BR"},
            "alerts": {"popup": False, "sound": False, "outage": True, "restored": True},
            "notify": {
                "ntfy": "https://ntfy.sh/my-topic",
                "mail_to": "me@müller.example",
                "mail_from": "pc+home@a.example",
                "smtp_host": " mail.a.example ",
                "smtp_port": 465,
                "smtp_security": "tls",
                "smtp_user": "me",
            },
        }
    )
    assert warnings == ()
    assert settings.isp.name == "LabTel"
    assert settings.isp.status_url == "https://status.labtel.example/api/v2/summary.json?x=1"
    assert settings.services == (
        Service("Mail", "https://mail.example/"),
        Service("Shell", "tcp://[2001:db8::1]:22", "vpn"),
    )
    assert settings.landmarks.hosts == (Landmark("A", "192.0.2.1", "", ""), Landmark("B", "", "2001:db8::1", ""))
    assert settings.landmarks.challenges[0] == Challenge("A", "http://a.example/x", 204, "")
    assert settings.landmarks.secure == ("https://xn--mller-kva.example/stra%C3%9Fe",)
    assert settings.watch == Watch(30.0, 1.5)
    assert settings.window == Window("dark", "pt_BR")
    assert settings.alerts == Alerts(popup=False, sound=False)
    assert settings.notify == Notify(
        "https://ntfy.sh/my-topic",
        "me@xn--mller-kva.example",
        "pc+home@a.example",
        "mail.a.example",
        465,
        "tls",
        "me",
    )


def test_tables_merge_key_by_key_and_arrays_replace() -> None:
    settings, _ = read(
        {"isp": {"name": "A", "area": "Graz"}, "services": [{"name": "Mail", "url": "https://mail.example/"}]},
        {"isp": {"name": "B"}, "services": [{"name": "Wiki", "url": "http://wiki.example/"}]},
        {"watch": {"outage_s": 3}},
    )
    assert (settings.isp.name, settings.isp.area) == ("B", "Graz")
    assert [service.name for service in settings.services] == ["Wiki"]
    assert settings.watch == Watch(outage_s=3.0)
    assert settings.landmarks == Settings().landmarks


def test_an_empty_array_replaces_too() -> None:
    assert read({"services": [{"name": "a", "url": "http://a.example/"}]}, {"services": []})[0].services == ()


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"ips": {}}, 'file 1: [ips] is not known and left out; did you mean "isp"?'),
        ({"isp": {"phone": "1"}}, 'file 1: [isp] phone is not known and left out; did you mean "support_phone"?'),
        ({"watch": {"xyz": 1}}, "file 1: [watch] xyz is not known and left out; known here: healthy_s, outage_s."),
        (
            {"services": [{"name": "a", "url": "http://a.example/", "vai": "vpn"}]},
            'file 1: [[services]] number 1, vai is not known and left out; did you mean "via"?',
        ),
        (
            {"\x1b[2J\u202ex": 1},
            f"file 1: [[2Jx] is not known and left out; known here: {', '.join(TABLES)}.",
        ),
    ],
)
def test_an_unknown_key_is_a_warning(table: Mapping[str, object], expected: str) -> None:
    settings, warnings = read(table)
    assert warnings == (expected,)
    assert settings.isp == Settings().isp


GOOD = {"name": "a", "url": "https://a.example/"}
HOST = {"operator": "B", "v4": "192.0.2.1"}


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"isp": "LabTel"}, "[isp] must be a table with name, status_url,"),
        ({"isp": {"name": 5}}, "[isp] name must be text in quotes, not a number."),
        ({"isp": {"name": True}}, "not true or false"),
        ({"isp": {"name": "a\nb"}}, "on one line"),
        ({"isp": {"name": "a\u202eb"}}, "without control characters"),
        ({"isp": {"name": "x" * 501}}, "at most 500 letters"),
        ({"isp": {"status_url": "ftp://a.example/"}}, 'must be an address such as "https://host.example/".'),
        ({"isp": {"status_url": "status.example"}}, "must be an address such as"),
        ({"isp": {"status_url": "https://"}}, "must be an address such as"),
        ({"isp": {"status_url": "https://[::1/"}}, "must be an address such as"),
        ({"isp": {"status_url": "https://a.example:99999/"}}, "must be an address such as"),
        ({"isp": {"status_url": "https://300.1.1.1/"}}, "must be an address such as"),
        ({"isp": {"status_url": "https://-a.example/"}}, "must be an address such as"),
        ({"isp": {"status_url": "https://a b.example/"}}, "must be an address such as"),
        ({"isp": {"status_url": "https://me:pw@a.example/"}}, "must not hold a user name or password"),
        ({"isp": {"status_url": "https://@a.example/"}}, "must not hold a user name or password"),
        ({"services": {"name": "a"}}, "[services] must be an array: write [[services]] above each service."),
        ({"services": [{"url": "https://a.example/"}]}, "[[services]] number 1, name is missing."),
        ({"services": [GOOD, {"name": "b"}]}, "[[services]] number 2, url is missing."),
        ({"services": [GOOD, GOOD]}, "[[services]] number 2, name must differ from"),
        ({"services": [{**GOOD, "name": " "}]}, "name must not be empty."),
        ({"services": [{**GOOD, "via": "tor"}]}, 'via must be "vpn" or left out.'),
        (
            {"services": [{**GOOD, "status_url": "tcp://a.example:22"}]},
            "number 1, status_url must be an address such as",
        ),
        ({"services": [{**GOOD, "url": "ssh://a.example:22"}]}, 'or "tcp://host.example:22".'),
        ({"services": [{**GOOD, "url": "tcp://a.example"}]}, "must name a host and a port and nothing else"),
        ({"services": [{**GOOD, "url": "tcp://a.example:22/x"}]}, "must name a host and a port and nothing else"),
        ({"services": [{**GOOD, "url": "tcp://a.example:0"}]}, "must be an address such as"),
        ({"services": [GOOD] * 51}, "at most 50 entries"),
        ({"landmarks": {"hosts": [HOST, {"operator": "A"}]}}, "number 2 needs an address: v4, v6 or both."),
        ({"landmarks": {"hosts": [{"operator": "A", "v4": "1.2.3"}]}}, 'v4 must be an IPv4 address, not "1.2.3".'),
        ({"landmarks": {"hosts": [{"operator": "A", "v4": "::1"}]}}, "v4 must be an IPv4 address"),
        ({"landmarks": {"hosts": [{"operator": "A", "v6": "fe80::1%eth0"}]}}, "v6 must be an IPv6 address"),
        ({"landmarks": {"hosts": [{"operator": "A", "v4": "224.0.0.1"}]}}, "v4 must be an IPv4 address"),
        ({"landmarks": {"hosts": [{**HOST, "tls_name": "a b"}]}}, "tls_name must be a host name"),
        (
            {"landmarks": {"hosts": [HOST, HOST]}},
            "[landmarks] hosts must have at least 2 hosts of different operators.",
        ),
        ({"landmarks": {"challenges": []}}, "challenges must have at least 2 pages of different operators."),
        ({"landmarks": {"secure": []}}, "secure must have at least 1 https address."),
        ({"landmarks": {"secure": ["http://a.example/"]}}, "secure number 1 must be an address such as"),
        (
            {"landmarks": {"challenges": [{"operator": "A", "url": "http://a.example/", "status": "204"}]}},
            "HTTP status",
        ),
        ({"landmarks": {"challenges": [{"operator": "A", "url": "http://a.example/", "status": 99}]}}, "100 to 599"),
        ({"landmarks": {"challenges": [{"operator": "A", "url": "https://a.example/", "status": 200}]}}, "http://host"),
        ({"watch": {"healthy_s": "10"}}, "[watch] healthy_s must be a number of seconds from 1 to 3600."),
        ({"watch": {"healthy_s": True}}, "number of seconds"),
        ({"watch": {"healthy_s": float("nan")}}, "number of seconds"),
        ({"watch": {"outage_s": 0.5}}, "[watch] outage_s must be a number of seconds"),
        ({"window": {"theme": "blue"}}, "[window] theme must be one of: system, light, dark."),
        ({"window": {"language": "../de"}}, 'must be the code of a language such as "de" or "pt_BR", or empty.'),
        ({"alerts": {"sound": "no"}}, "[alerts] sound must be true or false, without quotes."),
        ({"alerts": {"sound": 0}}, "[alerts] sound must be true or false, without quotes."),
        ({"notify": {"ntfy": "ntfy.sh/topic"}}, "[notify] ntfy must be an address such as"),
        ({"notify": {"ntfy": "https://ntfy.sh/"}}, "[notify] ntfy must end with the name of your topic"),
        ({"notify": {"ntfy": "https://ntfy.sh//?x=1"}}, "[notify] ntfy must end with the name of your topic"),
        ({"notify": {"ntfy": "https://me:pw@ntfy.sh/topic"}}, "must not hold a user name or password"),
        ({"notify": {"mail_to": "me"}}, '[notify] mail_to must be one mail address such as "me@mail.example".'),
        ({"notify": {"mail_from": "A <a@b.example>"}}, "[notify] mail_from must be one mail address"),
        ({"notify": {"smtp_host": "smtps://mail.example"}}, "[notify] smtp_host must be a host such as"),
        ({"notify": {"smtp_port": 0}}, "[notify] smtp_port must be a whole number from 1 to 65535."),
        ({"notify": {"smtp_port": True}}, "[notify] smtp_port must be a whole number"),
        ({"notify": {"smtp_security": "ssl"}}, "[notify] smtp_security must be one of: starttls, tls, none."),
        ({"notify": {"smtp_password": "x"}}, "[notify] smtp_password must not stand in a file: put it into"),
        ({"notify": {"mail_to": "me@a.example"}}, "[notify] smtp_host must name your mail server"),
        (
            {"notify": {"smtp_host": "mail.example", "smtp_security": "none"}},
            '[notify] smtp_security must be "starttls" or "tls"',
        ),
        ({"notify": {"smtp_host": "10.0.0.1", "smtp_security": "none"}}, "unencrypted only to this computer"),
    ],
)
def test_a_wrong_value_is_one_sentence_with_file_and_key(table: Mapping[str, object], expected: str) -> None:
    sentence = refusal(table)
    assert sentence.startswith("file 1: [")
    assert expected in sentence
    assert sentence.endswith(".")
    assert sentence.isprintable()


def test_a_wrong_value_is_told_also_where_a_later_layer_overrides_it() -> None:
    with pytest.raises(SettingsError, match="file 1"):
        read({"isp": {"status_url": "x"}}, {"isp": {"status_url": "https://a.example/"}})


def test_a_refusal_says_what_is_wanted_apart_from_where() -> None:
    with pytest.raises(SettingsError) as told:
        read({"services": [{"name": "a", "url": "x"}]})
    error = told.value
    assert error.key == ("services", 0, "url")
    assert str(error) == f"file 1: [[services]] number 1, url {error.wanted.format(**error.blanks)}."
    assert "{scheme}" in error.wanted


def test_by_default_nothing_is_sent_anywhere() -> None:
    notify = Settings().notify
    assert (notify.ntfy, notify.mail_to, notify.smtp_host) == ("", "", "")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "127.0.0.1", "127.9.9.9", "::1"])
def test_mail_goes_unprotected_to_this_computer_alone(host: str) -> None:
    table = {"smtp_host": host, "smtp_security": "none", "smtp_port": 25, "mail_to": "me@localhost"}
    assert read({"notify": table})[0].notify.smtp_security == "none"


def test_keys_that_belong_together_may_stand_in_two_files() -> None:
    mail = {"notify": {"mail_to": "me@a.example"}}
    host = {"notify": {"smtp_host": "mail.a.example"}}
    assert read(host, mail)[0] == read(mail, host)[0]
    local = {"notify": {"smtp_host": "localhost", "smtp_security": "none"}}
    assert read(local)[1] == ()
    with pytest.raises(SettingsError, match=re.escape("file 2: [notify] smtp_security")):
        read(local, host, {"isp": {}})


def test_the_line_is_told_where_it_is_known() -> None:
    asked: list[Key] = []

    def line_of(key: Key) -> int:
        asked.append(key)
        return 7

    with pytest.raises(SettingsError, match=re.escape("my.toml, line 7: [[services]] number 1, url is missing.")):
        read_settings([Layer("my.toml", {"services": [{"name": "a"}]}, line_of)])
    assert asked == [("services", 0, "url")]


def test_the_status_format_must_be_one_that_there_is() -> None:
    layer = Layer("f", {"isp": {"status_format": "rss"}})
    assert read_settings([layer])[0].isp.status_format == "rss"
    assert read_settings([layer], ["rss"])[0].isp.status_format == "rss"
    with pytest.raises(SettingsError, match="must be one of: atom, statuspage_v2"):
        read_settings([layer], ["statuspage_v2", "atom"])


def test_the_status_pattern_must_be_one_that_ends() -> None:
    pattern = r"^Outage: (?P<area>.+)"
    assert read_settings([Layer("f", {"isp": {"status_pattern": pattern}})])[0].isp.status_pattern == pattern
    for wrong, wanted in (("(", "regular expression"), ("(a+)+", "for ever"), ("x*" * 9, "at most 500 letters")):
        with pytest.raises(SettingsError, match=rf"f: \[isp\] status_pattern must .*{wanted}.*\.$"):
            read_settings([Layer("f", {"isp": {"status_pattern": wrong}})])


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
NEAR = st.fixed_dictionaries(
    {},
    optional={
        "isp": st.fixed_dictionaries({}, optional={"name": ANY, "status_url": st.text() | ANY}) | ANY,
        "services": st.lists(st.fixed_dictionaries({"name": st.text(), "url": st.text() | ANY})) | ANY,
        "landmarks": st.fixed_dictionaries({}, optional={"hosts": st.lists(ANY), "secure": st.lists(st.text())}) | ANY,
        "watch": st.fixed_dictionaries({}, optional={"healthy_s": st.floats() | ANY}) | ANY,
        "window": st.fixed_dictionaries({}, optional={"theme": ANY, "language": st.text() | ANY}) | ANY,
        "alerts": st.fixed_dictionaries({}, optional={"popup": ANY}) | ANY,
        "notify": st.fixed_dictionaries(
            {},
            optional={
                "ntfy": st.text() | ANY,
                "mail_to": st.emails() | st.text() | ANY,
                "smtp_host": st.ip_addresses().map(str) | st.text() | ANY,
                "smtp_port": st.integers() | ANY,
                "smtp_security": st.sampled_from(["tls", "none"]) | ANY,
            },
        )
        | ANY,
    },
)


@given(NEAR)
def test_whatever_stands_there_it_is_read_or_refused(table: dict[str, object]) -> None:
    try:
        settings, warnings = read(table)
    except SettingsError as error:
        sentences: tuple[str, ...] = (str(error),)
    else:
        assert isinstance(settings, Settings)
        sentences = warnings
    assert all(sentence.isprintable() for sentence in sentences)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_an_address_that_is_taken_is_ascii_and_is_taken_again(text: str) -> None:
    for url in (text, f"https://{text}", f"https://host.example/{text}"):
        try:
            taken = read({"isp": {"status_url": url}})[0].isp.status_url
        except SettingsError:
            continue
        assert taken.isascii()
        assert read({"isp": {"status_url": taken}})[0].isp.status_url == taken


def test_a_second_way_is_used_unless_that_is_switched_off() -> None:
    assert read({})[0].second_way.on
    settings, warnings = read({"second_way": {"on": False}})
    assert (settings.second_way.on, warnings) == (False, ())
    with pytest.raises(SettingsError, match="second_way"):
        read({"second_way": {"on": "no"}})


def test_what_is_learnt_and_who_is_asked() -> None:
    assert read({})[0].learn == Learn(True, "asn.cymru.com", "https://rdap.org/ip/")
    settings, warnings = read({"learn": {"on": False, "asn_zone": "asn.example.", "rdap": ""}})
    assert (settings.learn, warnings) == (Learn(False, "asn.example", ""), ())
    layered, _ = read({"learn": {"rdap": "https://rdap.example/ip"}}, {"learn": {"asn_zone": ""}})
    assert layered.learn == Learn(True, "", "https://rdap.example/ip")


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ({"on": "no"}, "[learn] on must be true or false, without quotes."),
        ({"asn_zone": "no zone"}, '[learn] asn_zone must be a host name such as "dns.example".'),
        ({"rdap": "http://rdap.example/"}, '[learn] rdap must be an address such as "https://host.example/".'),
    ],
)
def test_learning_that_cannot_be_used(table: Mapping[str, object], wanted: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read({"learn": table})
    assert str(refused.value).endswith(wanted)


def test_a_service_may_tell_where_its_makers_tell_of_troubles() -> None:
    (service,) = read({"services": [{**GOOD, "status_url": "https://status.a.example"}]})[0].services
    assert service.status_url == "https://status.a.example/"
    assert read({"services": [GOOD]})[0].services[0].status_url == ""
