"""Every text that the program says can be translated, and German and French are complete."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

pytest.importorskip("babel", reason="Babel is among the tools for tests")

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "netcheck"
COMPLETE = ("de", "fr")


def _script() -> ModuleType:
    """packaging/catalogues.py, which is no part of a package."""
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "packaging" / "catalogues.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["catalogues"] = module
    spec.loader.exec_module(module)
    return module


catalogues = _script()
CATALOGUES = catalogues.translations()


def sources(*rooms: str) -> list[Path]:
    folders = [SOURCES / room for room in rooms] or [SOURCES]
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- the files ------------------------------------------------------------------------------------------------------


def test_all_texts_of_the_program_stand_in_the_catalogues_and_these_are_compiled() -> None:
    """Else run .venv/bin/python packaging/catalogues.py and translate what it names."""
    assert catalogues.stale() == []


@pytest.mark.parametrize("language", COMPLETE)
def test_a_language_that_is_promised_is_there(language: str) -> None:
    assert language in [path.parts[-3] for path in CATALOGUES]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.parts[-3]))
def test_every_text_is_translated_with_its_blanks(path: Path) -> None:
    assert list(catalogues.open_ends(path)) == []


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Each English text with its translation; a plural with the last of its forms."""
    for message in catalogues.read(catalogues.FOLDER / language / "LC_MESSAGES" / "netcheck.po"):
        if message.id:
            yield (
                (message.id, message.string) if isinstance(message.id, str) else (message.id[-1], message.string[-1])
            )


def test_french_keeps_a_sign_and_its_space_together() -> None:
    loose = re.compile(
        r"(?<=[^\u00a0\u202f])[;?!](?!\w)"  # no space that holds, or none at all
        r"|(?<![\u00a0\u202f\w{}]):(?!\w)"
        r"|[\w}]:(?=\s|$)"
        r"|«(?!\u00a0)|(?<!\u00a0)»"
        r"|'"  # the typewriter's apostrophe
    )
    code = re.compile(r"`[^`]*`|https?://\S+")
    assert [text for _, text in texts("fr") if loose.search(code.sub("", text))] == []


def test_german_has_its_own_quotation_marks() -> None:
    assert [text for _, text in texts("de") if '"' in text or text.count("„") != text.count("“")] == []


@pytest.mark.parametrize("language", COMPLETE)
def test_names_in_a_menu_keep_their_key(language: str) -> None:
    """One letter after a "&" is the key that opens it."""
    single = re.compile(r"&(?!&)\w")
    lost = [
        text for english, text in texts(language) if text and len(single.findall(english)) != len(single.findall(text))
    ]
    assert lost == []


def test_what_translators_have_left_is_told(tmp_path: Path) -> None:
    path = tmp_path / "de" / "LC_MESSAGES" / "netcheck.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Look now"\nmsgstr ""\n\n'
        '#, fuzzy\nmsgid "Wait."\nmsgstr "Warten."\n\n'
        'msgid "Since {time}."\nmsgstr "Seit {zeit}."\n\n'
        'msgid "It is back."\nmsgstr "Es ist wieder da"\n\n'
        'msgid "{n} look"\nmsgid_plural "{n} looks"\nmsgstr[0] "ein Blick"\nmsgstr[1] "{n} Blicke"\n\n'
        'msgid "Router"\nmsgstr "Router"\n',
        encoding="utf-8",
    )
    told = list(catalogues.open_ends(path))
    assert [line.split("'")[1] for line in told] == ["Look now", "Wait.", "Since {time}.", "It is back.", "{n} look"]


def test_the_same_texts_make_the_same_files() -> None:
    assert catalogues.files() == catalogues.files()


SOURCE = """
WORDS = {1: N_("one "
               "sentence"), 2: self.say('two')}
print(f"{when}  {say('within {what}').format(what=1)}")
# translators: a name
title = translator.say("three")
say_many("{n} look", "{n} looks", n)
say(word), say(""), say_many(one, "many", n), other("not marked")
PROBE = Probe("Clock", Segment.COMPUTER, ask)
"""


def test_marked_texts_are_found_wherever_they_stand() -> None:
    assert list(catalogues.marked(SOURCE)) == [
        ("one sentence", ""),
        ("two", ""),
        ("within {what}", ""),
        ("three", "a name"),
        (("{n} look", "{n} looks"), ""),
        ("Clock", ""),
    ]


# --- the sources ----------------------------------------------------------------------------------------------------


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a file that marks or says a text."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in ("N_", "say", "say_many"):
                yield name, node


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def is_marked_elsewhere(node: ast.expr) -> bool:
    """Whether this is something that holds a marked text, e.g. step.text or WORDS[kind], and makes none itself."""
    if isinstance(node, ast.IfExp):
        return is_marked_elsewhere(node.body) and is_marked_elsewhere(node.orelse)
    if isinstance(node, ast.BoolOp):
        return all(map(is_marked_elsewhere, node.values))
    if isinstance(node, ast.Call):
        made = isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "join", "replace")
        return not made and not (isinstance(node.func, ast.Name) and node.func.id in ("N_", "str"))
    return isinstance(node, ast.Name | ast.Attribute | ast.Subscript)


def problems(path: Path) -> Iterator[str]:
    for name, call in calls(path):
        given = call.args
        fits = (
            len(given) == 1 and is_text(given[0])
            if name == "N_"
            else len(given) == 1 and (is_text(given[0]) or is_marked_elsewhere(given[0]))
            if name == "say"
            else len(given) == 3 and all(is_text(text) or is_marked_elsewhere(text) for text in given[:2])
        )
        if not fits:
            yield f"{name_of(path)}:{call.lineno} {ast.unparse(call)}"


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_only_whole_texts_are_marked_and_said(path: Path) -> None:
    """A text that is put together (an f-string, a + b, a or "b", "...".format()) is never found in a catalogue."""
    assert list(problems(path)) == []


SHOWN = {
    "setText", "setToolTip", "setTitle", "setWindowTitle", "setAccessibleName", "setAccessibleDescription",
    "setPlaceholderText", "setStatusTip", "setWhatsThis", "addTab", "addAction", "addMenu", "addItem", "setLabelText",
    "QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QMenu", "Text",
    "setInformativeText", "setDetailedText", "showMessage",
}  # fmt: skip
"""What puts a text before the person."""
NO_WORDS = {"netcheck"}


def unsaid(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            given = [*node.args, *(word.value for word in node.keywords)] if name in SHOWN else []
            words = [n for arg in given if isinstance(arg, ast.Constant | ast.JoinedStr) for n in ast.walk(arg)]
            for word in words:
                if isinstance(word, ast.Constant) and isinstance(word.value, str):
                    bare = re.sub(r"&\w+;|<[^>]*>", "", word.value)
                    if re.search(r"[^\W\d_]{2}", bare) and bare.strip() not in NO_WORDS:
                        yield f"{name_of(path)}:{node.lineno} {ast.unparse(node)}"


@pytest.mark.parametrize("path", sources("gui"), ids=name_of)
def test_nothing_is_shown_that_was_not_said(path: Path) -> None:
    assert list(unsaid(path)) == []


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("say('Look now')", 0),
        ("say('Looked {n} times').format(n=3)", 0),
        ("say(step.text)", 0),
        ("say(WORDS[kind])", 0),
        ("say(A if b else C)", 0),
        ("say_many('{n} look', '{n} looks', n)", 0),
        ("WORDS = {1: N_('one')}", 0),
        ("say(f'Looked {n} times')", 1),
        ("say('Looked {n} times'.format(n=3))", 1),
        ("say('Look ' + name)", 1),
        ("say('Look %s' % name)", 1),
        ("say(name or 'nobody')", 1),
        ("say('a' if b else 'c')", 1),
        ("say_many(f'{n} look', 'looks', n)", 1),
        ("say_many('look', n)", 1),
        ("N_(word)", 1),
        ("say(N_('Look now'))", 1),
        ("say(titles.get(check, 'other'))", 0),
    ],
)
def test_the_rule_sees_what_it_must(source: str, wrong: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    path = tmp_path / "widget.py"
    path.write_text(source, encoding="utf-8")
    assert len(list(problems(path))) == wrong
