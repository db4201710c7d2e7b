"""Reports that wait are sent once the line works, one at a time, and none is lost or sent at a bad moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from netcheck.core.delivery import Delivery, Outcome, Parcel, Sent, State, Trouble, Way
from netcheck.core.delivery_pace import INTERRUPTED, LONGEST_REST_S, LONGEST_S, SPREAD_S
from netcheck.core.delivery_parcel import digest_of
from netcheck.core.model import Segment, Side
from netcheck.core.watching import Event, Happened, Phase
from netcheck.core.watching import State as Watched
from netcheck.engine.deliverer import AGAIN_S, BROKE, POLL_S, Deliverer
from netcheck.engine.delivery_means import Means
from tests.fake_record import report

AT = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
LATER, NEVER = Trouble(True, "later"), Trouble(False, "never")


class BrokenError(Exception):
    """The disk."""


@dataclass
class FakeSpool:
    kept: dict[str, Delivery] = field(default_factory=dict)
    held: bool = False
    broken: bool = False
    locks_broken: bool = False
    tidied: int = 0

    def all(self) -> tuple[Delivery, ...]:
        return tuple(sorted(self.kept.values(), key=lambda each: each.made_at, reverse=True))

    def parcel(self, key: str) -> Parcel:
        if key not in self.kept or self.kept[key].title == "damaged":
            raise BrokenError
        return Parcel(self.kept[key].title, f"text of {key}")

    def amend(self, key: str, change: Callable[[Delivery], Delivery]) -> Delivery | None:
        if self.broken:
            raise BrokenError
        if key not in self.kept:
            return None
        self.kept[key] = change(self.kept[key])
        return self.kept[key]

    def join(self, parts: Sequence[Delivery], digest: Delivery, parcel: Parcel) -> Delivery:
        self.kept[digest.key] = digest
        for part in parts:
            del self.kept[part.key]
        return digest

    def tidy(self) -> None:
        self.tidied += 1

    @contextmanager
    def sending(self) -> Iterator[bool]:
        if self.locks_broken:
            raise BrokenError
        held, self.held = self.held, True
        try:
            yield not held
        finally:
            self.held = held


@dataclass
class Office:
    """A deliverer whose time, luck and desk are the test's."""

    answers: list[Outcome] = field(default_factory=list)
    spool: FakeSpool = field(default_factory=FakeSpool)
    seconds: float = 0.0
    sent: list[str] = field(default_factory=list)
    told: list[tuple[Delivery, ...]] = field(default_factory=list)
    restored: list[Event] = field(default_factory=list)
    during: Callable[[], object] = lambda: None
    called: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.deliverer = Deliverer(
            Means(
                self.spool, self.deliver, (BrokenError,), lambda error: Trouble(False, "damaged"), digest_of,
                self.told.append, self.restored.append, lambda: AT + timedelta(seconds=self.seconds),
                lambda: self.seconds, lambda: 0.5,
            )
        )  # fmt: skip

    def deliver(self, delivery: Delivery, parcel: Parcel) -> Outcome:
        self.sent.append(delivery.key)
        assert self.spool.kept[delivery.key].state is State.SENDING
        self.during()
        self.called.set()
        return self.answers.pop(0) if self.answers else Sent("T-1")

    def put(self, number: int, **more: object) -> Delivery:
        made = Delivery(str(number) * 32, AT + timedelta(seconds=number), f"report {number}", Way.MAIL, "desk", "")
        made = replace(made, **{"ticket": str(number), **more})  # type: ignore[arg-type]
        self.spool.kept[made.key] = made
        return made

    def watch(self, phase: Phase, kind: Happened = Happened.LOOK, segment: Segment | None = None) -> None:
        verdict = replace(report().verdict, side=Side.UPSTREAM, segment=segment) if segment else None
        self.deliverer.happened(Event(AT, kind), Watched(phase, verdict=verdict))

    def well(self) -> None:
        """It works, and the wait after the return is over."""
        self.watch(Phase.WORKING)
        self.seconds += SPREAD_S

    def state(self, made: Delivery) -> State:
        return self.spool.kept[made.key].state


def test_nothing_is_sent_before_it_is_known_to_work() -> None:
    office = Office()
    office.put(1)
    for phase in (Phase.LOOKING, Phase.SUSPECTED, Phase.OUTAGE, Phase.BACK, Phase.FLAPPING, Phase.PAUSED):
        office.watch(phase)
        assert office.deliverer.step() is None
    assert office.sent == []


def test_after_the_return_it_waits_a_little_and_sends() -> None:
    office = Office()
    made = office.put(1)
    office.watch(Phase.OUTAGE, Happened.OUTAGE_STARTED)
    office.watch(Phase.RESTORED, Happened.RESTORED)
    assert office.deliverer.step() == SPREAD_S / 2
    assert office.sent == []
    office.seconds += SPREAD_S / 2
    office.deliverer.step()
    assert office.state(made) is State.SENT
    assert office.told[-1][0].ticket == "T-1"


def test_a_relapse_ends_the_sending() -> None:
    office = Office()
    first, second = office.put(1), office.put(2, to="other")
    office.well()
    office.during = lambda: office.watch(Phase.OUTAGE, Happened.RELAPSED)
    office.deliverer.step()
    assert (office.state(first), office.state(second)) == (State.SENT, State.WAITING)


def test_the_oldest_goes_first_and_each_once() -> None:
    office = Office()
    made = [office.put(number) for number in (3, 1, 2)]
    office.well()
    office.deliverer.step()
    assert office.sent == [each.key for each in sorted(made, key=lambda one: one.made_at)]
    office.deliverer.step()
    assert len(office.sent) == 3


def test_several_of_one_outage_go_as_one() -> None:
    office = Office()
    made = [office.put(number, ticket="") for number in (1, 2, 3)]
    office.well()
    office.deliverer.step()
    (digest,) = office.spool.kept.values()
    assert office.sent == [digest.key]
    assert digest.parts == tuple(each.key for each in made)
    assert digest.state is State.SENT


def test_a_desk_that_failed_is_left_alone_for_all() -> None:
    office = Office([replace(LATER, after_s=100)])
    first, second, third = office.put(1), office.put(2), office.put(3, to="other")
    office.well()
    wait_s = office.deliverer.step()
    assert [office.state(each) for each in (first, second, third)] == [State.FAILED, State.WAITING, State.SENT]
    assert wait_s is not None
    assert 100 <= wait_s <= LONGEST_REST_S
    office.seconds += wait_s
    office.deliverer.step()
    assert [office.state(each) for each in (first, second)] == [State.SENT, State.SENT]


def test_what_cannot_heal_holds_up_nobody() -> None:
    office = Office([NEVER])
    first, second = office.put(1), office.put(2)
    office.well()
    office.deliverer.step()
    assert (office.state(first), office.state(second)) == (State.GIVEN_UP, State.SENT)


def test_a_person_does_not_wait_for_the_watch() -> None:
    office = Office([LATER])
    made = office.put(1)
    other = office.put(2)
    office.deliverer.send_now(made.key)
    office.deliverer.step()
    assert (office.state(made), office.state(other)) == (State.FAILED, State.WAITING)
    office.deliverer.step()
    assert len(office.sent) == 1


def test_while_another_program_sends_nothing_is_sent() -> None:
    office = Office()
    office.put(1)
    office.spool.held = True
    office.well()
    assert office.deliverer.step() == AGAIN_S  # not at once, and again and again
    assert office.deliverer.flush() is False
    assert office.sent == []


def test_what_a_person_wanted_meanwhile_is_not_forgotten() -> None:
    office = Office()
    made = office.put(1)
    office.spool.held = True
    office.deliverer.send_now(made.key)
    assert office.deliverer.step() == AGAIN_S
    office.spool.held = False
    office.deliverer.step()
    assert office.sent == [made.key]


def test_what_a_killed_program_was_sending_is_sent_again() -> None:
    office = Office()
    made = office.put(1, state=State.SENDING, attempts=1)
    office.well()
    office.deliverer.step()
    assert (office.state(made), office.spool.kept[made.key].trouble) == (State.FAILED, INTERRUPTED)
    office.seconds += 60
    office.deliverer.step()
    assert (office.state(made), office.sent) == (State.SENT, [made.key])


def test_what_the_disk_did_not_take_is_written_later_and_not_sent_again() -> None:
    office = Office()
    made = office.put(1)
    office.well()
    office.during = lambda: setattr(office.spool, "broken", True)
    office.deliverer.step()
    assert office.state(made) is State.SENDING
    assert [each.state for each in office.deliverer.known()] == [State.SENT]  # so it is, whatever the disk says
    assert office.told[-1] == office.deliverer.known()
    office.spool.broken = False
    office.deliverer.flush()
    assert office.state(made) is State.SENT
    assert office.sent == [made.key]


@pytest.mark.parametrize("what", ["broken", "locks_broken"])
def test_nothing_is_sent_that_cannot_be_counted(what: str) -> None:
    office = Office()
    office.put(1)
    setattr(office.spool, what, True)
    office.well()
    assert office.deliverer.step() == POLL_S  # a full disk is not asked ten times a second
    assert office.sent == []
    (told,) = office.told[-1]
    assert (told.state, told.trouble) == (State.FAILED, "damaged")  # and the person knows why
    setattr(office.spool, what, False)
    office.deliverer.step()
    assert len(office.sent) == 1
    assert [each.state for each in office.told[-1]] == [State.SENT]


def test_our_own_bug_loses_no_report_and_holds_up_no_other() -> None:
    office = Office()
    made, other = office.put(1), office.put(2, to="other")

    def bug() -> None:
        office.during = lambda: None
        raise ZeroDivisionError

    office.during = bug
    office.well()
    office.deliverer.step()
    assert (office.state(made), office.state(other)) == (State.FAILED, State.SENT)
    assert office.spool.kept[made.key].trouble == BROKE.text


def test_what_fails_again_and_again_holds_up_nobody() -> None:
    office = Office([LATER, *[Sent("T")] * 9])
    poison, other = office.put(1), office.put(2)
    office.well()
    office.deliverer.step()
    assert (office.state(poison), office.state(other)) == (State.FAILED, State.WAITING)
    office.seconds += 3600  # both are due now
    office.deliverer.step()
    assert office.sent == [poison.key, other.key, poison.key]  # the one that had no turn yet goes first


def test_a_desk_that_fails_is_asked_more_and_more_seldom() -> None:
    office = Office([LATER] * 20)
    for number in range(8):
        office.put(number)
    office.well()
    waits: list[float] = []
    for _ in range(8):
        wait_s = office.deliverer.step()
        assert wait_s is not None
        waits.append(wait_s)
        office.seconds += wait_s
    assert len(office.sent) == 8  # one report each time, not all that wait
    assert waits == sorted(waits)
    assert waits[-1] >= LONGEST_S / 2
    office.answers.clear()
    office.deliverer.step()
    assert len(office.sent) > 9  # it is well again, so all that is due goes


def test_a_wrong_password_is_not_tried_once_for_each_report() -> None:
    office = Office([replace(NEVER, of_all=True)])
    first, second, other = office.put(1), office.put(2), office.put(3, to="other")
    office.well()
    wait_s = office.deliverer.step()
    assert [office.state(each) for each in (first, second, other)] == [State.GIVEN_UP, State.WAITING, State.SENT]
    assert wait_s == LONGEST_S
    office.deliverer.send_now(second.key)  # the person has entered it anew
    office.deliverer.step()
    assert office.state(second) is State.SENT


def test_where_only_a_service_is_down_its_report_goes() -> None:
    office = Office()
    made = office.put(1)
    office.watch(Phase.OUTAGE, Happened.OUTAGE_STARTED, Segment.ISP)
    office.seconds += SPREAD_S
    assert office.deliverer.step() is None
    office.watch(Phase.OUTAGE, Happened.OUTAGE_CHANGED, Segment.SERVICE)
    office.seconds += SPREAD_S
    office.deliverer.step()
    assert office.state(made) is State.SENT


def test_who_has_paused_the_watch_and_sends_means_now() -> None:
    office = Office([LATER])
    office.watch(Phase.PAUSED, Happened.PAUSED)
    waits, made = office.put(1), office.put(2)
    office.deliverer.wake(made.key)
    office.deliverer.step()
    office.deliverer.step()
    assert (office.sent, office.state(waits)) == ([made.key], State.WAITING)
    office.watch(Phase.OUTAGE, Happened.OUTAGE_STARTED)
    later = office.put(3)
    office.deliverer.wake(later.key)
    office.deliverer.step()
    assert office.state(later) is State.WAITING


def test_parts_do_not_go_beside_their_whole() -> None:
    office = Office()
    part = office.put(1)
    office.put(2, parts=(part.key,), to="other")  # the disk let the part not go
    office.well()
    office.deliverer.step()
    assert office.sent == ["2" * 32]


def test_a_damaged_one_is_given_up() -> None:
    office = Office()
    made, good = office.put(1, title="damaged"), office.put(2)
    office.well()
    office.deliverer.step()
    assert (office.state(made), office.state(good)) == (State.GIVEN_UP, State.SENT)
    assert office.spool.kept[made.key].trouble == "damaged"


def test_one_that_was_dropped_meanwhile_is_gone() -> None:
    office = Office()
    office.put(1)
    office.well()
    office.during = office.spool.kept.clear
    office.deliverer.step()
    assert office.spool.kept == {}


def test_what_comes_after_the_return_is_done_on_this_thread() -> None:
    office = Office()
    office.watch(Phase.RESTORED, Happened.RESTORED)
    assert office.restored == []
    office.deliverer.step()
    assert [event.kind for event in office.restored] == [Happened.RESTORED]


def test_its_own_thread_sends_and_ends() -> None:
    office = Office()
    made = office.put(1)
    office.deliverer.start()
    office.deliverer.start()
    office.deliverer.send_now(made.key)
    assert office.called.wait(10)
    thread = office.deliverer._thread
    assert thread is not None
    assert thread.daemon
    office.deliverer.stop()
    thread.join(10)
    assert not thread.is_alive()
    assert office.state(made) is State.SENT
