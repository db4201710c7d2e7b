"""Makes the whole window speak one language: our own words, those of Qt's buttons, dates, and the side it begins on."""

from __future__ import annotations

import sys

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from netcheck.core.language import ENGLISH, Translator
from netcheck.gui import words

_QTS_OWN = "netcheck-qt-words"
"""The name under which the translator of Qt's own words is kept in the application."""


def install(app: QApplication, translator: Translator) -> None:
    """Speak this language from now on; what is on the screen already keeps its words.

    To be called before the first window is made. Languages that are written from right to left mirror the layout. Dates
    and times are written as in this language, in the country that the system is set to.
    """
    words.speak(translator)
    locale = locale_of(translator.language)
    QLocale.setDefault(locale)
    _speak_qt(app, locale)
    # After Qt's own catalogue, which says something about the direction, too.
    app.setLayoutDirection(locale.textDirection())


def wanted(language: str) -> str:
    """The language to ask wiring.translator for: the one that is set, else what only Qt knows of the system's wishes.

    On Linux the variables say it all, and wiring.translator reads them itself (empty).
    """
    if language or sys.platform == "linux":
        return language
    return ":".join(QLocale.system().uiLanguages())


def locale_of(language: str) -> QLocale:
    """How dates and numbers are written in a language; in the system's country where that fits."""
    system = QLocale.system()
    found = QLocale(language)
    if found.language() == system.language() or (language == ENGLISH.language and system == QLocale.c()):
        return system
    if "_" not in language and system != QLocale.c():
        return QLocale(found.language(), found.script(), system.territory())
    return found


def _speak_qt(app: QApplication, locale: QLocale) -> None:
    """Let Qt's own buttons ("Cancel") speak it; English, Qt's own language, where Qt does not know it."""
    old = app.findChild(QTranslator, _QTS_OWN, Qt.FindChildOption.FindDirectChildrenOnly)
    if isinstance(old, QTranslator):
        app.removeTranslator(old)
        old.setParent(None)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    fresh = QTranslator(app)
    fresh.setObjectName(_QTS_OWN)
    if locale.language() not in (QLocale.Language.English, QLocale.Language.C) and fresh.load(
        locale, "qtbase", "_", folder
    ):
        app.installTranslator(fresh)
