"""The dialog: tells what was changed and nothing else, refuses at the field, and loses no input."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QLineEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from netcheck.core.delivery_secret import Kept, Where
from netcheck.core.learnt import AskedHost
from netcheck.core.settings import Alerts, Deliver, Handover, Isp, Notify, Service, Settings, Watch
from netcheck.core.settings_reader import SettingsError
from netcheck.gui import settings_form
from netcheck.gui.settings_dialog import SettingsDialog
from netcheck.gui.settings_fields import ChoiceField, LineField, SwitchField
from netcheck.gui.settings_lines import LinesField
from netcheck.gui.settings_numbers import PortField, SecondsField
from netcheck.gui.settings_pages import Choices
from netcheck.gui.theme import CLOSE, DARK, LIGHT, palette_of
from netcheck.world import settings_file
from netcheck.world.settings_writer import write
from tests.gui.test_settings_learnt import AWAY, HOME

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
"""What the offscreen platform says whenever a window opens."""

SETTINGS = Settings(
    isp=Isp("LabTel", "https://status.labtel.example/"),
    services=(Service("CRM", "https://crm.example/"),),
    watch=Watch(10.0, 2.25),
)


@pytest.fixture
def dialog(qtbot: QtBot) -> SettingsDialog:
    made = SettingsDialog(SETTINGS, "/home/ann/netcheck.toml", False, Choices((("de", "Deutsch"), ("fr", "Français"))))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def line(dialog: SettingsDialog, *key: str) -> LineField:
    field = dialog.fields[key]
    assert isinstance(field, LineField)
    return field


def open_page(dialog: SettingsDialog, title: str) -> None:
    dialog.list.setCurrentRow([page.title for page in dialog.pages].index(title))


def save(dialog: SettingsDialog) -> None:
    dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()


def test_nothing_changed_closes_without_a_word(dialog: SettingsDialog, qtbot: QtBot) -> None:
    with (
        qtbot.assertNotEmitted(dialog.changed),
        qtbot.assertNotEmitted(dialog.autostart_wanted),
        qtbot.waitSignal(dialog.accepted),
    ):
        save(dialog)


def test_only_what_was_changed_is_told_as_the_reader_has_it(dialog: SettingsDialog, qtbot: QtBot) -> None:
    line(dialog, "isp", "name").line.setText(" Other ")
    line(dialog, "notify", "ntfy").line.setText("https://ntfy.example/my-topic")
    sound, theme, pace = (
        dialog.fields["alerts", "sound"],
        dialog.fields["window", "theme"],
        dialog.fields["watch", "healthy_s"],
    )
    assert isinstance(sound, SwitchField)
    assert isinstance(theme, ChoiceField)
    assert isinstance(pace, SecondsField)
    sound.switch.click()
    theme.box.setCurrentIndex(2)
    pace.spin.setValue(30)
    dialog.services.url.line.setText("https://müller.example")
    with qtbot.waitSignal(dialog.changed) as told:
        save(dialog)
    assert told.args == [
        {
            ("isp", "name"): "Other",
            ("alerts", "sound"): False,
            ("notify", "ntfy"): "https://ntfy.example/my-topic",
            ("watch", "healthy_s"): 30.0,
            ("window", "theme"): "dark",
            ("services",): (Service("CRM", "https://xn--mller-kva.example/"),),
        }
    ]


def test_what_was_changed_and_changed_back_is_no_change(dialog: SettingsDialog, qtbot: QtBot) -> None:
    name = line(dialog, "isp", "name").line
    name.setText("Other")
    name.setText("LabTel")
    with qtbot.assertNotEmitted(dialog.changed), qtbot.waitSignal(dialog.accepted):
        save(dialog)


def test_while_it_is_written_nothing_can_be_changed(dialog: SettingsDialog, qtbot: QtBot) -> None:
    line(dialog, "isp", "name").line.setText("Other")
    save(dialog)
    assert not dialog.stack.isEnabled()
    button = dialog.buttons.button(QDialogButtonBox.StandardButton.Save)
    assert (button.isEnabled(), button.text()) == (False, "Saving…")
    with qtbot.waitSignal(dialog.accepted):
        dialog.saved()
    assert not dialog.isVisible()


def test_a_refusal_is_shown_and_nothing_is_lost(dialog: SettingsDialog, qtbot: QtBot) -> None:
    line(dialog, "isp", "name").line.setText("Other")
    save(dialog)
    with qtbot.assertNotEmitted(dialog.accepted):
        dialog.refused("/home/ann/netcheck.toml: the settings cannot be saved (No space left on device).")
    assert dialog.isVisible()
    assert dialog.refusal.told().endswith("(No space left on device).")
    assert line(dialog, "isp", "name").value() == "Other"
    assert dialog.stack.isEnabled()
    with qtbot.waitSignal(dialog.changed) as told:
        save(dialog)
    assert told.args == [{("isp", "name"): "Other"}]
    assert dialog.refusal.told() == ""


def test_cancel_works_while_it_is_written_and_answers_come_too_late(dialog: SettingsDialog, qtbot: QtBot) -> None:
    line(dialog, "isp", "name").line.setText("Other")
    save(dialog)
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.refused("no.")
    dialog.saved()
    assert not dialog.isVisible()


def test_start_at_login_is_told_apart(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.autostart.switch.click()
    with qtbot.assertNotEmitted(dialog.changed), qtbot.waitSignal(dialog.autostart_wanted) as told:
        save(dialog)
    assert told.args == [True]
    assert not dialog.isVisible()
    dialog.refused("it cannot be set up.")
    assert dialog.isVisible()
    assert dialog.refusal.told() == "it cannot be set up."


def test_every_fault_is_told_at_once_at_its_field_and_page(dialog: SettingsDialog) -> None:
    url = line(dialog, "isp", "status_url")
    url.line.setText("status.labtel")
    assert url.complaint.told() == 'Must be an address such as "https://host.example/".'
    line(dialog, "notify", "mail_to").line.setText("me")
    dialog.services.url.line.setText("x")
    marked = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert marked[:5] == ["✗ Provider", "✗ Services", "Alerts", "✗ Messages", "Hand over"]
    assert not [text for text in marked[4:] if "✗" in text]
    url.line.setText("")
    assert url.complaint.told() == ""
    assert dialog.list.item(0).text() == "Provider"


def test_save_goes_to_the_first_fault(dialog: SettingsDialog, qtbot: QtBot) -> None:
    line(dialog, "notify", "smtp_user").line.setText("x" * 600)
    with qtbot.assertNotEmitted(dialog.changed), qtbot.assertNotEmitted(dialog.accepted):
        save(dialog)
    assert dialog.stack.currentIndex() == 3
    user = line(dialog, "notify", "smtp_user").line
    assert dialog.focusWidget() is user
    sheet = dialog.stack.currentWidget()
    assert isinstance(sheet, QScrollArea)
    qtbot.waitUntil(lambda: not user.visibleRegion().isEmpty())


def test_keys_that_must_fit_together_are_judged_together(dialog: SettingsDialog) -> None:
    line(dialog, "notify", "mail_to").line.setText("me@mail.example")
    host, security = line(dialog, "notify", "smtp_host"), dialog.fields["notify", "smtp_security"]
    assert host.complaint.told() == "Must name your mail server, or no mail can be sent."
    host.line.setText("smtp.mail.example")
    assert host.complaint.told() == ""
    assert isinstance(security, ChoiceField)
    security.box.setCurrentIndex(security.box.findData("none"))
    assert "unencrypted only to this computer" in security.complaint.told()
    host.line.setText("localhost")
    assert security.complaint.told() == ""


def test_the_usual_port_follows_and_another_one_stays(dialog: SettingsDialog) -> None:
    security, port = dialog.fields["notify", "smtp_security"], dialog.fields["notify", "smtp_port"]
    assert isinstance(security, ChoiceField)
    assert isinstance(port, PortField)
    security.box.setCurrentIndex(security.box.findData("tls"))
    assert port.value() == 465
    port.spin.setValue(2525)
    security.box.setCurrentIndex(security.box.findData("starttls"))
    assert port.value() == 2525


def test_every_control_is_reached_by_keyboard_and_has_a_name(dialog: SettingsDialog) -> None:
    for row in range(dialog.list.count()):
        dialog.list.setCurrentRow(row)
        page = dialog.pages[row]
        editors = [
            widget
            for kind in (QLineEdit, QComboBox, QAbstractSpinBox)
            for widget in page.findChildren(kind)
            if not isinstance(widget.parent(), QAbstractSpinBox)
        ]
        reached = set[QWidget]()
        widget: QWidget | None = dialog.list.nextInFocusChain()
        while widget is not None and widget is not dialog.list:
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                reached.add(widget)
            widget = widget.nextInFocusChain()
        assert reached >= set(editors)
        assert [widget for widget in editors if not widget.accessibleName()] == []


def test_a_mnemonic_leads_to_its_field(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.activateWindow()
    QTest.keyClick(dialog, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert dialog.focusWidget() is line(dialog, "isp", "status_url").line


@pytest.fixture
def large_letters(qapp: QApplication) -> object:
    before = QFont(qapp.font())
    large = QFont(before)
    large.setPointSizeF(before.pointSizeF() * 2)
    qapp.setFont(large)
    yield
    qapp.setFont(before)


@pytest.mark.usefixtures("large_letters")
def test_letters_of_twice_the_size_fit(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.resize(900, 600)
    assert (dialog.width(), dialog.height()) == (900, 600)
    for row in range(dialog.list.count()):
        dialog.list.setCurrentRow(row)
        sheet = dialog.stack.currentWidget()
        assert isinstance(sheet, QScrollArea)
        QApplication.processEvents()
        page = sheet.widget()
        assert page is dialog.pages[row]
        assert 100 < page.width() <= sheet.viewport().width()
        assert not sheet.horizontalScrollBar().isVisible()
        item = dialog.list.visualItemRect(dialog.list.item(row))
        title = dialog.list.fontMetrics().horizontalAdvance(f"✗ {page.title}")
        assert title + 2 * CLOSE < item.width() <= dialog.list.viewport().width()


def test_from_right_to_left(qtbot: QtBot, dialog: SettingsDialog) -> None:
    dialog.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.waitUntil(lambda: dialog.list.x() > dialog.stack.x())


def test_every_setting_survives_the_way_through_the_dialog(qtbot: QtBot) -> None:
    settings = Settings(
        alerts=Alerts(False, False, False, False),
        notify=Notify("https://ntfy.sh/t", "a@b.example", "c@d.example", "smtp.b.example", 465, "tls", "me"),
    )
    made = SettingsDialog(settings, "f", True)
    qtbot.addWidget(made)
    assert made.check()
    with qtbot.assertNotEmitted(made.changed), qtbot.assertNotEmitted(made.autostart_wanted):
        made.save()


class Saver(QObject):
    """Writes on a thread of its own, as the app does."""

    done = Signal()
    failed = Signal(str)

    def write(self, changes: Mapping[tuple[str, ...], object], path: Path) -> None:
        """Begin."""
        threading.Thread(target=self._write, args=(changes, path), daemon=True).start()

    def _write(self, changes: Mapping[tuple[str, ...], object], path: Path) -> None:
        try:
            write(changes, path)
        except SettingsError as error:
            self.failed.emit(str(error))
        else:
            self.done.emit()


def test_from_the_fields_into_the_file_and_back(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "netcheck.toml"
    monkeypatch.setattr(settings_file, "default_files", lambda: (tmp_path / "site.toml", path))
    path.write_text('# mine\n[isp]\nname = "LabTel" # since May\n', "utf-8")
    dialog = SettingsDialog(settings_file.load(None)[0], str(path), False)
    qtbot.addWidget(dialog)
    dialog.show()
    saver = Saver()
    saver.done.connect(dialog.saved)
    saver.failed.connect(dialog.refused)
    dialog.changed.connect(lambda changes: saver.write(changes, path))
    line(dialog, "isp", "area").line.setText("Graz")
    dialog.services.add.click()
    dialog.services.name.line.setText("CRM")
    dialog.services.url.line.setText("https://crm.example")
    path.write_text("[isp\n", "utf-8")
    with qtbot.waitSignal(saver.failed, timeout=10_000):
        save(dialog)
    qtbot.waitUntil(lambda: "line 1: this is not TOML" in dialog.refusal.told())
    assert line(dialog, "isp", "area").value() == "Graz"
    path.write_text('# mine\n[isp]\nname = "LabTel" # since May\n', "utf-8")
    with qtbot.waitSignal(dialog.accepted, timeout=10_000):
        save(dialog)
    settings = settings_file.load(None)[0]
    assert (settings.isp, settings.services) == (Isp("LabTel", area="Graz"), (Service("CRM", "https://crm.example/"),))
    assert path.read_text("utf-8").startswith('# mine\n[isp]\nname = "LabTel" # since May\n')


def test_the_first_size_fits_the_screen(dialog: SettingsDialog) -> None:
    room = dialog.screen().availableSize()
    assert dialog.width() <= room.width()
    assert dialog.height() <= room.height()
    assert settings_form.SERVICES == ("services",)


def test_letters_and_colours_follow_while_it_is_open(dialog: SettingsDialog, qapp: QApplication) -> None:
    usual, small, high = qapp.font(), dialog.where.font().pointSizeF(), dialog.list.visualItemRect(dialog.list.item(0))
    colours = qapp.palette()
    large = qapp.font()
    large.setPointSizeF(2 * usual.pointSizeF())
    try:
        qapp.setFont(large)
        QApplication.processEvents()
        assert dialog.where.font().pointSizeF() == pytest.approx(2 * small)
        assert dialog.list.visualItemRect(dialog.list.item(0)).height() > high.height()
        editor = line(dialog, "isp", "name").editor
        frames = []
        for theme in (LIGHT, DARK):
            qapp.setPalette(palette_of(theme))
            QApplication.processEvents()
            frames.append(editor.palette().color(QPalette.ColorRole.Window).name())
        assert frames[0] != frames[1]
    finally:
        qapp.setFont(usual)
        qapp.setPalette(colours)


# --- led there from elsewhere, and what was learnt


@pytest.mark.parametrize(
    ("key", "page"), [(("isp", "area"), "Provider"), (("services",), "Services"), (("learn", "on"), "Learnt")]
)
def test_a_link_leads_to_its_setting(dialog: SettingsDialog, qtbot: QtBot, key: tuple[str, ...], page: str) -> None:
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.go_to(key)
    assert dialog.pages[dialog.list.currentRow()].title == page
    focus = QApplication.focusWidget()
    assert focus is (dialog.services.add if key == ("services",) else dialog.fields[key].editor)
    before = dialog.list.currentRow()
    dialog.go_to(("isp", "shoe_size"))
    assert dialog.list.currentRow() == before


def test_what_was_learnt_is_asked_for_when_its_page_is_opened(dialog: SettingsDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.learnt_wanted):
        open_page(dialog, "Learnt")
    dialog.show_learnt((HOME, AWAY))
    dialog.learnt.forget_all.click()
    with qtbot.waitSignal(dialog.forget_wanted) as wanted:
        dialog.learnt.question.yes.click()
    assert wanted.args == [None]
    assert dialog.isVisible()
    dialog.learnt.wrong.click()
    assert dialog.list.currentRow() == 0


def test_the_switch_of_learning_takes_the_hosts_away_at_once(dialog: SettingsDialog) -> None:
    open_page(dialog, "Learnt")
    dialog.show_hosts((AskedHost("whose.example", "to which provider an address belongs"),))
    switch = dialog.fields["learn", "on"]
    assert isinstance(switch, SwitchField)
    switch.switch.setChecked(False)
    assert dialog.learnt._who.told() == "Nobody is asked."


def test_names_of_the_catalogue_are_offered(qtbot: QtBot) -> None:
    choices = Choices(formats=(("rss", "News feed"),), providers=("Example Net", "Sample Telecom"))
    made = SettingsDialog(Settings(isp=Isp(status_format="odd")), "f", False, choices)
    qtbot.addWidget(made)
    completer = line(made, "isp", "name").line.completer()
    assert completer is not None
    completer.setCompletionPrefix("telecom")
    assert [completer.currentCompletion(), completer.completionCount()] == ["Sample Telecom", 1]
    box = made.fields["isp", "status_format"]
    assert isinstance(box, ChoiceField)
    assert [box.box.itemData(n) for n in range(box.box.count())] == ["", "rss", "odd"]
    assert box.value() == "odd"


# --- the help desk


def to_desk(qtbot: QtBot) -> SettingsDialog:
    """A dialog in which reports go to a webhook."""
    settings = Settings(delivery=Deliver(way="webhook", url="https://hooks.company.example/in"))
    made = SettingsDialog(settings, "/home/ann/netcheck.toml", False)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_password_follows_when_the_rest_is_written(qtbot: QtBot) -> None:
    dialog = to_desk(qtbot)
    told: list[object] = []
    dialog.changed.connect(lambda changes: told.append(dict(changes)))
    dialog.secret_wanted.connect(lambda settings, secret: told.append((settings.delivery.url, secret)))
    line(dialog, "delivery", "url").line.setText("https://other.example/in")
    dialog.delivery.secret.line.setText("hunter2")
    save(dialog)
    assert told == [{("delivery", "url"): "https://other.example/in"}], "first where it belongs to"
    dialog.saved()
    assert told[1:] == [("https://other.example/in", "hunter2")]
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.accepted):
        dialog.secret_told(Kept(Where.KEYRING))
    assert dialog.delivery.secret.value() == ""


def test_a_password_alone_is_a_change(qtbot: QtBot) -> None:
    dialog = to_desk(qtbot)
    dialog.delivery.secret.line.setText("hunter2")
    with qtbot.assertNotEmitted(dialog.changed), qtbot.waitSignal(dialog.secret_wanted):
        save(dialog)
    dialog.secret_told(Kept(trouble="The keyring is locked."))
    assert dialog.isVisible()
    assert dialog.refusal.told() == "The keyring is locked."
    assert dialog.delivery.secret.value() == "hunter2", "nothing that was typed is lost"
    with qtbot.waitSignal(dialog.secret_wanted):
        save(dialog)


def test_a_password_that_nobody_sees_is_not_kept(qtbot: QtBot) -> None:
    dialog = to_desk(qtbot)
    dialog.delivery.secret.line.setText("hunter2")
    dialog.delivery.way.box.setCurrentIndex(0)
    with qtbot.assertNotEmitted(dialog.secret_wanted), qtbot.waitSignal(dialog.changed):
        save(dialog)
    dialog.saved()
    assert not dialog.isVisible()


def test_the_connection_is_not_tried_with_what_is_wrong(qtbot: QtBot) -> None:
    dialog = to_desk(qtbot)
    line(dialog, "delivery", "url").line.setText("http://plain.example/")
    with qtbot.assertNotEmitted(dialog.try_wanted):
        dialog.delivery.trial.button.click()
    assert dialog.pages[dialog.list.currentRow()].title == "Delivery"
    line(dialog, "delivery", "url").line.setText("https://other.example/in")
    with qtbot.waitSignal(dialog.try_wanted) as told:
        dialog.delivery.trial.button.click()
    assert told.args is not None
    assert told.args[0].delivery.url == "https://other.example/in"


def test_lists_are_written_and_read_again(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "netcheck.toml"
    path.write_text('[handover]\nname = "Ann" # mine\n')
    dialog = to_desk(qtbot)
    with qtbot.waitSignal(dialog.changed) as told:
        secrets, checks = dialog.fields["report", "secrets"], dialog.fields["handover", "check_list"]
        assert isinstance(secrets, LinesField)
        assert isinstance(checks, LinesField)
        secrets.lines.setPlainText("Bluebird\nAnn's flat\n")
        checks.lines.setPlainText("Send the outbox")
        save(dialog)
    assert told.args is not None
    write(told.args[0], path)
    settings = settings_file.load(path)[0]
    assert settings.report.secrets == ("Bluebird", "Ann's flat")
    assert settings.handover == Handover(name="Ann", check_list=("Send the outbox",))
    assert "# mine" in path.read_text()
