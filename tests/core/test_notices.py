"""What is told outside of the window."""

from netcheck.core.notices import APP_ID, NOT_SHOWN, Notice, Shown, Urgency


def test_the_urgencies_are_the_bytes_of_the_specification() -> None:
    assert [int(each) for each in (Urgency.LOW, Urgency.NORMAL, Urgency.CRITICAL)] == [0, 1, 2]


def test_a_notice_is_quiet_and_goes_by_itself_unless_said_otherwise() -> None:
    notice = Notice("title", "text")
    assert (notice.urgency, notice.stays, notice.sound, notice.actions) == (Urgency.NORMAL, False, "", ())
    assert Shown(told=False) == NOT_SHOWN


def test_the_name_of_the_program_is_one_that_desktops_take() -> None:
    # D-Bus names and desktop files: at least two parts, each beginning with a letter (Desktop Entry Specification).
    parts = APP_ID.split(".")
    assert len(parts) >= 2
    assert all(part.isalnum() and part[0].isalpha() for part in parts)
