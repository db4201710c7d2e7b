"""Which ways a message may go."""

from __future__ import annotations

from netcheck.core.settings import Notify
from netcheck.world.push_outcome import E_MAIL, NTFY, ways

MAIL = Notify(mail_to="me@example.org", smtp_host="127.0.0.1")


def test_by_default_there_is_no_way() -> None:
    assert ways(Notify()) == ()
    assert ways(Notify(mail_to="me@example.org")) == ()


def test_each_that_is_set_is_one() -> None:
    assert ways(MAIL) == (E_MAIL,)
    assert ways(Notify(ntfy="https://ntfy.example/t")) == (NTFY,)
    assert ways(Notify(ntfy="https://ntfy.example/t", mail_to="a@b", smtp_host="b")) == (NTFY, E_MAIL)
