"""Numbered codes: whole again in any order, and no harm from codes that somebody made up."""

from __future__ import annotations

import base64
import hashlib
import random
import re
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.handover_codes import LARGEST, MOST_PARTS, CodesError, codes_of, join

QR_LETTERS = re.compile(r"[0-9A-Z $%*+\-./:]+")
"""Alphanumeric mode of QR codes (ISO/IEC 18004, 7.3.4)."""
REPORT = b"verdict: your line is down\n" + random.Random(7).randbytes(780)


@given(st.binary(max_size=5000), st.integers(0, 3000), st.randoms(use_true_random=False))
def test_whole_again_in_any_order(report: bytes, letters: int, shuffled: random.Random) -> None:
    codes = list(codes_of(report, letters))
    assert all(QR_LETTERS.fullmatch(code) for code in codes)
    doubled = [*codes, *codes[:3]]
    shuffled.shuffle(doubled)
    assert join(doubled) == report


@given(st.binary(min_size=200, max_size=3000), st.integers(30, 90))
def test_whole_again_out_of_a_mail(report: bytes, width: int) -> None:
    lines = ["Hello, here it is:"]
    for code in codes_of(report, 200):
        lines += [f"> {code[at : at + width].lower()}" for at in range(0, len(code), width)]
    assert join(["\r\n".join([*lines, "> Best regards, Jo"])]) == report


def test_what_a_code_looks_like() -> None:
    codes = codes_of(REPORT, 200)
    assert len(codes) == 7
    head = re.fullmatch(r"NC1 3/7 ([0-9A-F]{8}) ([0-9A-F]{8}) ([A-Z2-7]+)\.", codes[2])
    assert head is not None
    assert head[1] == hashlib.sha256(REPORT).hexdigest()[:8].upper()
    assert len(head[3]) == 200
    payload = base64.b32decode(head[3])
    assert int(head[2], 16) == zlib.crc32(f"3/7 {head[1]}".encode() + payload)


def test_the_whole_as_it_is_written_down() -> None:
    """What the README says is enough to write another reader."""
    stream = b"".join(
        base64.b32decode(letters + "=" * (-len(letters) % 8))
        for code in codes_of(REPORT)
        for letters in [code.split(" ")[4].rstrip(".")]
    )
    assert stream[:32] == hashlib.sha256(REPORT).digest()
    assert zlib.decompress(stream[32:]) == REPORT


def refusal(*texts: str) -> str:
    with pytest.raises(CodesError) as told:
        join(texts)
    return str(told.value)


def test_missing_ones_are_named() -> None:
    codes = codes_of(REPORT, 200)
    assert refusal(*codes[1:4], codes[6]) == "missing: 1, 5, 6 of 7"


def test_damaged_ones_are_named() -> None:
    codes = list(codes_of(REPORT, 200))
    swapped = "B" if codes[2][60] == "A" else "A"
    codes[2] = codes[2][:60] + swapped + codes[2][61:]
    assert refusal(*codes) == "missing or damaged: 3 of 7; read them once more"
    assert refusal(codes[2]) == "no code is whole; damaged: 3"
    assert refusal(codes[0].rstrip(".")) == "no code is whole; damaged: 1"


def test_codes_of_two_reports() -> None:
    assert "of 2 different reports" in refusal(*codes_of(REPORT, 200), codes_of(b"another")[0])


def test_no_codes_at_all() -> None:
    assert refusal() == refusal("hello", "") == "there is no code here; one begins with NC1"


def test_too_large_a_report() -> None:
    with pytest.raises(CodesError, match="larger than 1000000"):
        codes_of(bytes(LARGEST + 1))
    with pytest.raises(CodesError, match=f"{MOST_PARTS} can be made"):
        codes_of(random.Random(1).randbytes(90_000))
    assert join(codes_of(bytes(LARGEST))) == bytes(LARGEST)


# --- codes that somebody made up --------------------------------------------------------------------------------------


def made_up(stream: bytes, tag: str = "", number: str = "1/1") -> str:
    tag = tag or stream[:4].hex().upper()
    payload = base64.b32encode(stream).decode().rstrip("=")
    return f"NC1 {number} {tag} {zlib.crc32(f'{number} {tag}'.encode() + stream):08X} {payload}."


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = bytes(LARGEST * 3)
    assert "larger than 1000000 bytes" in refusal(made_up(hashlib.sha256(bomb).digest() + zlib.compress(bomb, 9)))
    asked: list[int] = []
    whole = zlib.decompressobj

    class Watched:
        def __init__(self) -> None:
            self._own = whole()

        def decompress(self, data: bytes, most: int) -> bytes:
            asked.append(most)
            return self._own.decompress(data, most)

    monkeypatch.setattr("netcheck.core.handover_codes.zlib.decompressobj", Watched)
    refusal(made_up(hashlib.sha256(bomb).digest() + zlib.compress(bomb, 9)))
    assert asked == [LARGEST + 1]


@pytest.mark.parametrize(
    "stream",
    [
        b"",
        b"x",
        bytes(32),
        bytes(32) + b"no zlib",
        bytes(32) + zlib.compress(b"another sum"),
        hashlib.sha256(b"cut").digest() + zlib.compress(b"cut")[:-3],
        hashlib.sha256(b"more").digest() + zlib.compress(b"more") + b"behind",
    ],
)
def test_what_is_no_report(stream: bytes) -> None:
    refusal(made_up(stream, "00000000" if len(stream) < 4 else ""))


def test_another_tag_than_its_report() -> None:
    stream = hashlib.sha256(b"it").digest() + zlib.compress(b"it")
    assert join([made_up(stream)]) == b"it"
    assert "sum does not fit" in refusal(made_up(stream, "01234567"))


@pytest.mark.parametrize("number", ["0/1", "2/1", "1/0", "99/98"])
def test_numbers_that_cannot_be(number: str) -> None:
    assert "damaged" in refusal(made_up(b"abcdefgh", number=number))


def test_two_that_say_they_are_the_same() -> None:
    tag = "0A0B0C0D"
    assert "two different codes" in refusal(made_up(b"one", tag, "1/2"), made_up(b"two", tag, "1/2"))


def test_more_text_than_all_codes() -> None:
    assert "more text" in refusal("x" * 3_000_000, "x" * 3_000_000)


@given(st.lists(st.text(st.sampled_from("NC1 2/37AFKZ.\n>x")), max_size=5))
def test_any_text_is_refused_or_whole(texts: list[str]) -> None:
    with pytest.raises(CodesError):
        join(texts)
