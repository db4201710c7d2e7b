"""The kernel's tables are fetched with a bound, and a table that grows meanwhile is fetched again."""

from __future__ import annotations

import ctypes
import errno
import sys
from dataclasses import dataclass, field
from typing import Any

import pytest

from netcheck.world import macos_kernel as kernel


@dataclass
class Sysctl:
    """sysctl(3) with a table of so many bytes at each asking."""

    sizes: list[int]
    refuses: int = 0
    asked: list[tuple[int, ...]] = field(default_factory=list)

    def __call__(self, name: Any, length: int, held: Any, size: Any, new: Any, new_length: int) -> int:
        assert new is None
        assert new_length == 0
        self.asked.append(tuple(name[:length]))
        if self.refuses:
            ctypes.set_errno(self.refuses)
            return -1
        now = self.sizes.pop(0) if len(self.sizes) > 1 else self.sizes[0]
        if held is None:
            size._obj.value = now
            return 0
        if now > size._obj.value:
            ctypes.set_errno(errno.ENOMEM)
            return -1
        ctypes.memset(held, 0x5A, now)
        size._obj.value = now
        return 0


QUESTION = (4, 17, 0, 2, 2, 0x400)


def test_a_table() -> None:
    call = Sysctl([5000])
    assert kernel.table(QUESTION, call) == b"\x5a" * 5000
    assert call.asked == [QUESTION, QUESTION]


def test_a_table_that_grows_is_asked_for_again() -> None:
    assert len(kernel.table(QUESTION, Sysctl([100, 9000, 9000, 9100]))) == 9100


def test_it_gives_up_on_one_that_never_fits() -> None:
    with pytest.raises(OSError, match="grows"):
        kernel.table(QUESTION, Sysctl([100, 9000, 9000, 90000, 90000, 900000]))


def test_no_more_than_four_megabytes_are_taken() -> None:
    call = Sysctl([1 << 30])
    with pytest.raises(OSError, match="grows"):
        kernel.table(QUESTION, call)
    assert len(call.asked) == 2 * kernel.TRIES


def test_a_refusal_is_told() -> None:
    with pytest.raises(PermissionError):
        kernel.table(QUESTION, Sysctl([1], refuses=errno.EPERM))


@pytest.mark.skipif(sys.platform == "darwin", reason="that system has it")
def test_other_systems_have_no_such_call() -> None:
    for ask in (kernel.routes, lambda: kernel.neighbours(4), lambda: kernel.neighbours(6)):
        with pytest.raises(OSError, match="no such call"):
            ask()


@pytest.mark.parametrize(
    ("release", "number"), [("24.6.0", 24), ("25", 25), ("", 0), ("x.1", 0), ("6.1.0-18-amd64", 6), ("9" * 5000, 9999)]
)
def test_the_kernels_own_number(release: str, number: int) -> None:
    assert kernel.darwin(release) == number
