"""People read their own language on the terminal; programs read English, and exit codes are the same."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from netcheck import wiring
from netcheck.cli import language
from netcheck.cli.arguments import parse
from netcheck.cli.language import MISTAKES, mistake
from netcheck.cli.watch import WITH_FAULT, WORDS, as_line, watch
from netcheck.core.language import Translator
from netcheck.core.settings import Settings
from netcheck.core.watching import Event, Happened
from tests.cli.test_main import netcheck, on_a_terminal
from tests.cli.test_watch import AT, DOWN, OUTAGE, NoHistory, Played
from tests.fake_translator import MARKED

GERMAN = {"LANG": "de_DE.UTF-8", "LANGUAGE": ""}


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that shows what went through the catalogue."""
    monkeypatch.setattr(language, "spoken", lambda: MARKED)


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> None:
    """A watcher that tells a story at once."""
    monkeypatch.setattr(wiring, "Session", Played)
    monkeypatch.setattr(wiring, "history", NoHistory)
    monkeypatch.setattr(wiring, "window_watches", lambda: False)
    monkeypatch.setattr("netcheck.cli.watch.end_on_signals", lambda: None)


@pytest.mark.parametrize(("story", "code"), [("none", 0), ("local", 1), ("upstream", 2), ("unknown", 3)])
def test_the_system_s_language_is_spoken_and_the_exit_codes_stay(story: str, code: int, tmp_path: Path) -> None:
    done = netcheck(story, "diagnose", cwd=tmp_path, **GERMAN)
    assert (done.returncode, done.stderr) == (code, "")
    assert "Der Weg, von hier bis dort" in done.stdout
    assert "1-mal geprüft, 1,3 s" in done.stdout


def test_programs_get_english(tmp_path: Path) -> None:
    german, english = (
        json.loads(netcheck("local", "diagnose", "--json", cwd=tmp_path, **more).stdout) for more in (GERMAN, {})
    )
    assert german == english
    assert german["verdict"]["headline"] == "Your router does not answer."


def test_a_script_that_asks_for_c_gets_english(tmp_path: Path) -> None:
    done = netcheck("local", "diagnose", cwd=tmp_path, **(GERMAN | {"LC_ALL": "C", "LANGUAGE": "de"}))
    assert "The path, from here to there" in done.stdout


def test_an_output_without_umlauts_gets_english(tmp_path: Path) -> None:
    done = netcheck("local", "diagnose", cwd=tmp_path, PYTHONIOENCODING="ascii", **GERMAN)
    assert "The path, from here to there" in done.stdout
    assert netcheck("local", "diagnose", cwd=tmp_path, PYTHONIOENCODING="latin-1", **GERMAN).stdout.startswith("x ")


def test_the_path_lights_up_in_the_language(tmp_path: Path) -> None:
    shown, code = on_a_terminal("lights", tmp_path, **GERMAN)
    assert code == 1
    live, _ = shown.split("\x1b[J")
    assert "WLAN oder Kabel" in live or "Computer" in live
    assert "wird gefragt" in live
    assert "asking" not in live


@pytest.mark.parametrize("arguments", [("--help",), ("diagnose", "--help"), ("watch", "--help"), ("history", "--help")])
def test_the_help_is_translated_whole(
    arguments: tuple[str, ...], marked: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        parse(arguments)
    assert end.value.code == 0
    printed = " ".join(capsys.readouterr().out.split())
    while (less := re.sub("«[^«»]*»", "", printed)) != printed:
        printed = less
    # What is left are names of commands and options, and what stands for their values.
    words = [word for word in re.findall(r"\S+", printed) if re.search(r"[a-z]{2}", word)]
    assert [
        word
        for word in words
        if not re.match(
            r"\[?--?\w|netcheck$|gui$|diagnose$|watch$|history$|verify$|learnt$|demo$|say$|report$|deliveries$", word
        )
    ] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("--wrong",),
        ("nonsense",),
        ("diagnose", "--deadline"),
        ("diagnose", "--deadline", "soon"),
        ("diagnose", "--json=yes"),
        ("diagnose", "--answer", "phone"),
        ("diagnose", "--log-level", "loud"),
        ("history", "--since", "yesterday"),
    ],
)
def test_a_mistake_is_explained_in_the_language(
    arguments: tuple[str, ...], marked: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        parse(arguments)
    assert end.value.code == 64
    first, usage, *_ = capsys.readouterr().err.splitlines()
    assert re.fullmatch("netcheck: «.*»", first)
    assert usage.startswith("«usage: »")


def test_what_is_not_known_stays_english(marked: None) -> None:
    assert mistake("something that a newer Python says") == "something that a newer Python says"
    assert mistake(MISTAKES[0].format(arguments="-x")) == "«unrecognized arguments: -x»"


@pytest.mark.parametrize("arguments", [("--answer", "nobody_asked=yes"), ("--config", "x.toml")])
def test_wrong_usage_says_why(arguments: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text("[watch]\nhealthy_s = true\n", encoding="utf-8")
    done = netcheck("local", "diagnose", *arguments, cwd=tmp_path, **GERMAN)
    assert done.returncode == 64
    assert "Frage" in done.stderr or re.match(r"netcheck: x\.toml, line 2: \[watch\] healthy_s muss ", done.stderr)


def test_our_own_bug_is_told_in_the_language(tmp_path: Path) -> None:
    done = netcheck("bug", "diagnose", cwd=tmp_path, **GERMAN)
    assert done.returncode == 70
    assert "ein Fehler in netcheck selbst" in done.stderr
    assert "crash.txt" in done.stderr


# --- watching ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind for kind in Happened if kind is not Happened.LOOK])
@pytest.mark.parametrize("verdict", [DOWN, None])
def test_each_event_is_a_sentence_of_the_language(kind: Happened, verdict: object, marked: None) -> None:
    event = Event(AT, kind, DOWN if verdict else None, OUTAGE, gap_s=61.0)
    assert re.fullmatch(r"\S+ \S+  «.*\.»", as_line(event))


def test_each_fault_s_headline_is_translated(marked: None) -> None:
    headline = "Your line to the provider is down; your home network works."
    known = Event(AT, Happened.OUTAGE_STARTED, replace(DOWN, headline=headline))
    assert f"«Outage: «{headline}» (line-down).»" in as_line(known)


def test_the_first_line_is_a_sentence_of_the_language(
    marked: None, played: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert watch(parse(["watch", "--until-restored"]), Settings()) == 0
    assert all(re.fullmatch(r"\S+ \S+  «.*»", line) for line in capsys.readouterr().out.splitlines())


def test_every_kind_that_names_a_fault_can_do_without() -> None:
    assert set(WITH_FAULT) < set(WORDS)
    assert set(WORDS) == set(Happened) - {Happened.LOOK}


def test_the_catalogue_is_read_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading arguments that are right, and writing JSON, needs no catalogue."""

    def never() -> Translator:
        raise AssertionError("nothing is said yet")

    monkeypatch.setattr(language, "spoken", never)
    assert parse(["diagnose", "--json"]).json
