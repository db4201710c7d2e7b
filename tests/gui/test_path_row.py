"""The lines that join the parts of the path: what passes, what nobody knows, and where it breaks."""

from __future__ import annotations

from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from netcheck.core.model import Segment
from netcheck.gui.icons import Badge
from netcheck.gui.path_parts import Part
from netcheck.gui.path_row import Row, draw_joint, joint
from netcheck.gui.theme import LIGHT


def colours_on(line: QLineF, first: Part, second: Part) -> set[str]:
    """The colours that are drawn along a joint."""
    image = QImage(120, 40, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.card))
    painter = QPainter(image)
    draw_joint(painter, line, first, second, LIGHT)
    painter.end()
    return {image.pixelColor(x, y).name() for x in range(120) for y in range(40)}


LINE = QLineF(10, 20, 110, 20)
GOOD = Part(Segment.ROUTER, Badge.OK, "works")


def test_what_passes_is_a_line_and_a_break_is_a_break() -> None:
    passes = colours_on(LINE, GOOD, Part(Segment.LINE, Badge.OK, "works"))
    broken = colours_on(LINE, GOOD, Part(Segment.LINE, Badge.FAILED_UPSTREAM, "fault here"))
    beyond = colours_on(
        LINE, Part(Segment.LINE, Badge.FAILED_UPSTREAM, ""), Part(Segment.ISP, Badge.SKIPPED, "not checked")
    )
    assert LIGHT.ok in passes
    assert LIGHT.upstream not in passes
    assert {LIGHT.ok, LIGHT.upstream} <= broken
    assert LIGHT.unknown in beyond
    assert LIGHT.ok not in beyond


def test_a_fault_in_the_computer_breaks_the_way_out_of_it() -> None:
    computer = Part(Segment.COMPUTER, Badge.FAILED_HOME, "fault here")
    assert LIGHT.home in colours_on(LINE, computer, Part(Segment.LINK, Badge.SKIPPED, "not checked"))


def test_a_break_leaves_a_gap() -> None:
    image = QImage(120, 40, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.card))
    painter = QPainter(image)
    draw_joint(painter, LINE, GOOD, Part(Segment.LINE, Badge.FAILED_HOME, "fault here"), LIGHT)
    painter.end()
    assert image.pixelColor(60, 20).name() == LIGHT.card


def test_joints_end_before_the_icons(qtbot: QtBot) -> None:
    row = Row()
    qtbot.addWidget(row)
    row.resize(900, 160)
    row.show()
    first, second = row.buttons[:2]
    line = joint(first, second)
    assert line.x1() > first.x() + first.icon_rect().right()
    assert line.x2() < second.x() + second.icon_rect().left()
