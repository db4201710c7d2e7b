"""Settings written into a file: whole or not at all, nothing lost that was there before."""

from __future__ import annotations

import os
import re
import stat
import sys
import tempfile
import threading
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.settings import Alerts, Isp, Notify, Service, Settings, Watch, Window
from netcheck.core.settings_reader import SettingsError
from netcheck.world import settings_file, settings_writer
from netcheck.world.settings_file import load
from netcheck.world.settings_text import OURS
from netcheck.world.settings_writer import known_keys, write

Changes = Mapping[tuple[str, ...], object]
NAME: Changes = {("isp", "name"): "LabTel"}


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's file, not there yet; the site's is its neighbour site.toml."""
    path = tmp_path / "home" / "user.toml"
    monkeypatch.setattr(settings_file, "default_files", lambda: (tmp_path / "site.toml", path))
    return path


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refusal(changes: Changes, path: Path) -> str:
    with pytest.raises(SettingsError) as told:
        write(changes)
    return str(told.value).replace(str(path), "FILE")


def test_a_file_that_is_not_there_is_made_for_this_user_alone(user: Path) -> None:
    assert write(NAME) == user
    assert user.read_text(encoding="utf-8") == '[isp]\nname = "LabTel"\n'
    assert load(None)[0].isp.name == "LabTel"
    if os.name == "posix":
        assert stat.S_IMODE(user.stat().st_mode) == 0o600
    assert names_in(user.parent) == ["user.toml"]


def test_another_file_can_be_named(user: Path, tmp_path: Path) -> None:
    named = tmp_path / "named.toml"
    assert write(NAME, named) == named
    assert not user.exists()
    assert load(named)[0].isp.name == "LabTel"


def test_ones_own_entries_of_the_catalogue_stay_as_they_are(user: Path) -> None:
    user.parent.mkdir(parents=True)
    own = (
        '# ours\n[[provider]]\nname = "LabTel"  # the house network\nasn = [64500]\n\n'
        '[[vendor]]\nname = "CRM"\nhosts = ["*.crm.example"]\n\n[isp]\narea = "Graz"\n'
    )
    user.write_text(own, encoding="utf-8")
    write({("isp", "name"): "LabTel", ("services",): (Service("CRM", "https://a.crm.example/"),)})
    text = user.read_text(encoding="utf-8")
    assert text.startswith(own[: own.index("[isp]")])
    settings, warnings = load(None)
    assert warnings == ()
    assert (settings.isp.name, settings.isp.area) == ("LabTel", "Graz")
    assert [entry.name for entry in settings.providers] == ["LabTel"]
    assert [entry.name for entry in settings.vendors] == ["CRM"]
    assert not {("provider",), ("vendor",), ("providers",), ("vendors",)} & known_keys()


def test_everything_that_can_be_set_is_read_again(user: Path) -> None:
    changed = Settings(
        Isp("LabTel", "https://status.labtel.example/x", "statuspage_v2", "+43 1", "Graz"),
        (Service("Mail", "https://mail.example/"), Service("Files", "tcp://files.example:445", "vpn")),
        Settings().landmarks,
        Watch(30.0, 4.5),
        Window("dark", "de"),
        Alerts(False, False, False, False),
        Notify("https://ntfy.sh/topic", "me@a.example", "pc@a.example", "mail.a.example", 465, "tls", "me"),
    )
    keys = known_keys()
    write({key: _value(changed, key) for key in keys})
    assert load(None)[0] == changed
    write({key: _value(Settings(), key) for key in keys})
    assert load(None)[0] == Settings()
    assert "=" not in user.read_text(encoding="utf-8")


def test_what_the_site_says_need_not_stand_in_the_users_file(user: Path) -> None:
    site = user.parent.with_name("site.toml")
    site.write_text('[isp]\nname = "LabTel"\n[[services]]\nname = "CRM"\nurl = "https://crm.example/"\n', "utf-8")
    write(NAME)
    assert not user.exists() or user.read_text(encoding="utf-8") == ""
    write({("isp", "name"): "", ("services",): ()})
    assert load(None)[0].isp.name == ""
    assert load(None)[0].services == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({("isp", "status_url"): "x"}, "FILE: [isp] status_url must be an address"),
        ({("watch", "healthy_s"): 0.1, ("isp", "name"): "A"}, "FILE: [watch] healthy_s must be a number"),
        ({("services",): (Service("", "https://a.example/"),)}, "FILE: [[services]] number 1, name must not be empty."),
        ({("services",): 5}, "FILE: [services] must be an array"),
        ({("services",): ["x"]}, "FILE: [[services]] number 1 must be a table"),
        ({("notify", "smtp_host"): "mail.example", ("notify", "smtp_security"): "none"}, "smtp_security must be"),
        ({("notify", "mail_to"): "a@b.example"}, "FILE: [notify] smtp_host must name"),
    ],
)
def test_a_wrong_value_changes_nothing(changes: Changes, expected: str, user: Path) -> None:
    assert expected in refusal(changes, user)
    assert not user.exists()
    write(NAME)
    assert expected in refusal(changes, user)
    assert user.read_text(encoding="utf-8") == '[isp]\nname = "LabTel"\n'


def test_a_key_that_does_not_exist_is_a_bug(user: Path) -> None:
    with pytest.raises(ValueError, match="no such settings"):
        write({("isp", "nane"): "A"})
    with pytest.raises(ValueError, match="no such settings"):
        write({("landmarks", "hosts"): ()})


@pytest.mark.parametrize("data", [b"[isp\n", b'[isp]\nname = "Z\xfcrich"\n', b"a = " + b"[" * 100_000])
def test_a_file_that_cannot_be_parsed_is_never_overwritten(data: bytes, user: Path) -> None:
    user.parent.mkdir()
    user.write_bytes(data)
    assert refusal(NAME, user).startswith("FILE")
    assert user.read_bytes() == data
    assert names_in(user.parent) == ["user.toml"]


def test_a_table_that_is_none_is_told(user: Path) -> None:
    user.parent.mkdir()
    user.write_text('isp = "LabTel"\n', "utf-8")
    assert refusal(NAME, user).startswith("FILE: [isp] must be a table with")


def test_what_the_library_would_spoil_is_not_written(user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write({**NAME, ("isp", "area"): "Graz"})
    before = user.read_bytes()
    for spoilt in ("", "[isp", '[isp]\nname = "Other"\narea = "Linz"\n', '[isp]\nname = "Other"\narea="Graz"\nx=1\n'):
        monkeypatch.setattr(settings_writer, "edited", lambda *_, text=spoilt: text)
        assert refusal({("isp", "name"): "Other"}, user).endswith("can only be changed with a text editor.")
        assert user.read_bytes() == before


def test_byte_order_mark_and_line_ends_stay(user: Path) -> None:
    user.parent.mkdir()
    user.write_bytes(b'\xef\xbb\xbf# mine\r\n[isp]\r\narea = "Z\xc3\xbcrich"\r\n')
    write(NAME)
    assert user.read_bytes() == b'\xef\xbb\xbf# mine\r\n[isp]\r\narea = "Z\xc3\xbcrich"\r\nname = "LabTel"\r\n'


@pytest.mark.skipif(os.name != "posix", reason="modes and links as POSIX knows them")
def test_a_link_stays_a_link_and_the_mode_stays(user: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "netcheck.toml"
    real.parent.mkdir()
    real.write_text("# mine\n", "utf-8")
    real.chmod(0o640)
    user.parent.mkdir()
    user.symlink_to("../dotfiles/netcheck.toml")
    write(NAME)
    assert user.is_symlink()
    assert real.read_text(encoding="utf-8") == '# mine\n\n[isp]\nname = "LabTel"\n'
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert names_in(real.parent) == ["netcheck.toml"]


def test_a_change_by_somebody_else_meanwhile_is_kept(user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write({("isp", "area"): "Graz"})
    sync, times = os.fsync, [0]

    def other_editor(handle: int) -> None:
        times[0] += 1
        if times[0] == 1:
            user.write_text('# theirs\n[isp]\narea = "Linz"\n', "utf-8")
        sync(handle)

    monkeypatch.setattr(os, "fsync", other_editor)
    write(NAME)
    assert user.read_text(encoding="utf-8") == '# theirs\n[isp]\narea = "Linz"\nname = "LabTel"\n'
    assert times[0] > 1
    assert names_in(user.parent) == ["user.toml"]


def test_a_file_that_keeps_changing_is_left_alone(user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    times = [0]

    def restless(handle: int) -> None:
        times[0] += 1
        user.write_text(f"# {times[0]}\n", "utf-8")

    monkeypatch.setattr(os, "fsync", restless)
    assert refusal(NAME, user).endswith("another program keeps changing the file.")
    assert user.read_text(encoding="utf-8") == f"# {settings_writer.TRIES}\n"


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_leaves_the_file_as_it_was(call: str, user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(NAME)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path if call == "replace" else os, call, full)
    assert refusal({("isp", "name"): "B"}, user) == "FILE: the settings cannot be saved (No space left on device)."
    assert load(None)[0].isp.name == "LabTel"
    assert names_in(user.parent) == ["user.toml"]


def test_a_place_that_cannot_be_written_is_one_sentence(user: Path) -> None:
    user.parent.write_text("a file in the folder's place", "utf-8")
    sentence = refusal(NAME, user)
    assert re.fullmatch(r"FILE: the settings cannot be (saved|read) \(.*\)\.", sentence)
    user.parent.unlink()
    user.mkdir(parents=True)
    assert refusal(NAME, user) == "FILE: the settings cannot be saved: it is not a file."


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everything")
def test_a_read_only_place_is_one_sentence(user: Path) -> None:
    write(NAME)
    user.chmod(0o400)
    assert refusal({("isp", "name"): "B"}, user).endswith("the file is write-protected.")
    user.chmod(0o600)
    user.parent.chmod(0o500)
    assert refusal({("isp", "name"): "B"}, user) == "FILE: the settings cannot be saved (Permission denied)."
    user.parent.chmod(0o700)
    assert load(None)[0].isp.name == "LabTel"


def test_two_writers_at_once_lose_nothing(user: Path) -> None:
    keys = [("alerts", name) for name in ("popup", "sound", "outage", "restored")]
    writers = [threading.Thread(target=write, args=({key: False},), daemon=True) for key in keys]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(20)
    assert load(None)[0].alerts == Alerts(False, False, False, False)


def test_the_library_is_loaded_only_for_writing() -> None:
    import subprocess

    code = "import sys, netcheck.world.settings_writer; print('tomlkit' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert shown.stdout.strip() == "False"


def _value(settings: Settings, key: tuple[str, ...]) -> object:
    found: object = settings
    for part in key:
        found = getattr(found, part)
    return found


# --- any file, any changes

SERVICE = {name: Service(name, f"https://{name.lower()}.example/", via) for name, via in (("A", ""), ("B", "vpn"))}
SERVICE |= {name: Service(name, f"tcp://{name.lower()}.example:22") for name in ("C", "D")}
SERVICE["E"] = Service("E", "https://e.example/", status_url="https://status.e.example/")
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=5)
SCALARS: dict[tuple[str, ...], st.SearchStrategy[object]] = {
    ("isp", "name"): TEXTS,
    ("isp", "area"): TEXTS,
    ("isp", "status_url"): st.sampled_from(["", "https://a.example/x", "http://müller.example"]),
    ("watch", "healthy_s"): st.sampled_from([10.0, 30.0, 7]),
    ("watch", "outage_s"): st.sampled_from([2.0, 3.5]),
    ("window", "theme"): st.sampled_from(["system", "light", "dark"]),
    ("alerts", "sound"): st.booleans(),
    ("notify", "smtp_port"): st.sampled_from([587, 25]),
}
LISTS = st.lists(st.sampled_from(sorted(SERVICE)), unique=True, max_size=5)
CHANGES = st.dictionaries(st.sampled_from(sorted(SCALARS)), st.none(), max_size=3).flatmap(
    lambda picked: st.fixed_dictionaries({key: SCALARS[key] for key in picked})
)


@st.composite
def files(draw: st.DrawFn) -> str:
    """A settings file as people write them: keys of ours and others, comments wherever TOML lets them stand."""
    counter = iter(range(1000))

    def comments(where: str = "c") -> list[str]:
        kinds = draw(st.lists(st.sampled_from(["", "# ", "  # "]), max_size=2))
        return [f"{kind}{where}{next(counter)}" if kind else "" for kind in kinds]

    def ended(line: str, where: str = "c") -> str:
        return line + draw(st.sampled_from(["", f" # {where}{next(counter)}"]))

    def key(name: str, prefix: str = "") -> list[str]:
        if name.startswith("other"):
            value = draw(st.sampled_from(["1", '"x"', "[1, 2]", "{a = 1}", "2020-01-01", "'''\nl # no comment\n'''"]))
        else:
            found = draw(SCALARS[prefix or "isp", name])
            value = str(found).lower() if isinstance(found, bool | int | float) else f"'{found}'"
            value = value if "'" not in value[1:-1] else '""'
        return [ended(f"{name} = {value}"), *comments()]

    parts: list[list[str]] = []
    top = [*comments(), *(key("other0") if draw(st.booleans()) else [])]
    names = draw(LISTS)
    if draw(st.booleans()):  # between brackets
        lines = [ended("services = [")]
        for name in names:
            one = SERVICE[name]
            via = f', via = "{one.via}"' if one.via else ""
            via += f', status_url = "{one.status_url}"' if one.status_url else ""
            extra = ", other = 1" if draw(st.booleans()) else ""
            entry = f'  {{name = "{one.name}", url = "{one.url}"{via}{extra}}},'
            lines += [f"# c{next(counter)}"] * draw(st.booleans()) + [ended(entry, "at ")]
        top += [*lines, ended("]"), *comments()]
    else:
        for name in names:
            one = SERVICE[name]
            lines = [ended("[[services]]", f"in {name} "), *comments(f"in {name} ")]
            pairs = [f'name = "{one.name}"', f'url = "{one.url}"', *([f'via = "{one.via}"'] if one.via else [])]
            pairs += [f'status_url = "{one.status_url}"'] if one.status_url else []
            for pair in draw(st.permutations([*pairs, *(["other = 1"] if draw(st.booleans()) else [])])):
                lines += [*comments(f"in {name} "), ended(pair, f"in {name} ")]
            if draw(st.booleans()):
                lines += ["", ended("[services.more]", f"in {name} "), ended("other = 1", f"in {name} ")]
            parts.append([*lines, *comments()])
    tables = draw(st.permutations(["isp", "watch", "window", "alerts", "notify", "other"]))
    for table in tables[: draw(st.integers(0, 6))]:
        mine = [name for prefix, name in SCALARS if prefix == table]
        picked = draw(st.lists(st.sampled_from([*mine, "other1", "other2"]), unique=True, max_size=4))
        lines = [ended(f"[{table}]"), *comments()]
        for name in picked:
            lines += key(name, table)
        if draw(st.booleans()):
            lines += [f"[{table}.more]", ended("other = 1"), *comments()]
        parts.insert(draw(st.integers(0, len(parts))) if not names else len(parts), lines)
    return "\n".join(line for part in (top, *parts) for line in part) + draw(st.sampled_from(["\n", ""]))


def others(table: Mapping[str, object]) -> object:
    """What is not ours, services apart."""
    known = known_keys()
    found = {}
    for name, inner in table.items():
        if isinstance(inner, dict):
            inner = {key: value for key, value in inner.items() if (name, key) not in known}
        if name != "services" and inner != {}:
            found[name] = inner
    return found


def unknown_of(table: Mapping[str, object]) -> dict[str, object]:
    services = table.get("services")
    assert isinstance(services, list | None)
    return {s["name"]: {k: v for k, v in s.items() if k not in OURS} for s in services or []}


def comments_of(text: str) -> list[str]:
    return sorted(comment.strip() for comment in re.findall(r"# (?:c|in . |at )\d+", text))


@given(files(), st.lists(st.tuples(CHANGES, st.none() | LISTS), min_size=1, max_size=4))
def test_any_changes_keep_all_that_is_not_theirs(text: str, steps: list[tuple[Changes, list[str] | None]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "netcheck.toml")
        path.write_bytes(text.encode())
        places = (Path(folder, "none.toml"), path)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(settings_file, "default_files", lambda: places)
            wanted = load(None)[0]
            for scalars, names in steps:
                before, old = path.read_text(encoding="utf-8"), [one.name for one in wanted.services]
                changes = dict(scalars)
                if names is not None:
                    changes["services",] = tuple(SERVICE[name] for name in names)
                write(changes)
                wanted = _changed(wanted, changes)
                assert load(None)[0] == wanted
                after = path.read_text(encoding="utf-8")
                gone = [name for name in old if names is not None and name not in names]
                # What stands within a service that goes may go with it; between brackets, what stands on a line.
                lost = [f"# in {name} " for name in gone] + ["# at "] * bool(gone)
                kept = [comment for comment in comments_of(before) if not comment.startswith(tuple(lost))]
                assert set(comments_of(after)) >= set(kept)
                assert len(comments_of(after)) == len(set(comments_of(after)))
                was, now = tomllib.loads(before), tomllib.loads(after)
                assert others(now) == others(was)
                stays = {name: keys for name, keys in unknown_of(was).items() if name not in gone}
                assert {name: keys for name, keys in unknown_of(now).items() if name in stays} == stays


def _changed(settings: Settings, changes: Changes) -> Settings:
    for key, value in changes.items():
        if key == ("services",):
            assert isinstance(value, tuple)
            settings = replace(settings, services=value)
            continue
        if value == "http://müller.example":
            value = "http://xn--mller-kva.example/"
        table = replace(getattr(settings, key[0]), **{key[1]: value})
        settings = replace(settings, **{key[0]: table})
    return settings
