"""Sets the Linux program's runs beside the Windows program's, scenario by scenario, as a table in Markdown."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Outcome = Mapping[str, Any]
LIMIT_S = 9.0
"""No look may take longer."""


def wrong_side(outcome: Outcome) -> bool:
    """Whether the side, which is what nobody may be told wrongly, is not the label's."""
    told, expected = (outcome.get("verdict") or {}).get("side"), outcome.get("expected", {})
    return not outcome.get("right") and told not in (expected.get("side"), *(expected.get("sides") or ()))


def cell(outcome: Outcome | None) -> tuple[str, str, str]:
    """One run in three cells: right or wrong, fault, seconds."""
    if outcome is None:
        return ("not run", "", "")
    if "lab_failed" in outcome:
        return ("the lab failed", "", "")
    told = (outcome.get("verdict") or {}).get("fault") or "no report"
    word = "right" if outcome.get("right") else ("**wrong side**" if wrong_side(outcome) else "**wrong**")
    return (word, str(told), f"{outcome.get('seconds', 0):.1f}")


def table(linux: Iterable[Outcome], windows: Iterable[Outcome], left_out: Mapping[str, str]) -> Iterator[str]:
    """The lines of the table, the scenarios in the order of the Linux runs, then a sum for each system."""
    first, second = ({each["scenario"]: each for each in runs} for runs in (linux, windows))
    yield "| scenario | Linux | | s | Windows | | s |"
    yield "|---|---|---|--:|---|---|--:|"
    for name in [*first, *(name for name in second if name not in first)]:
        beside = ("not under Wine", "", "") if name in left_out and name not in second else cell(second.get(name))
        yield f"| {' | '.join((name, *cell(first.get(name)), *beside))} |"
    yield ""
    for system, runs in (("Linux", first), ("Windows", second)):
        yield f"{system}: {summed(list(runs.values()))}"
    reasons: dict[str, list[str]] = {}
    for name, why in left_out.items():
        reasons.setdefault(why, []).append(name)
    if reasons:
        yield "\nNot under Wine:\n"
        yield from (f"- {why}: {', '.join(names)}" for why, names in reasons.items())


def summed(runs: list[Outcome]) -> str:
    """The bars in a sentence: side, code and time."""
    if not runs:
        return "nothing was run"
    right = sum(bool(each.get("right")) for each in runs)
    sides = sum(not wrong_side(each) for each in runs)
    times = sorted(float(each.get("seconds") or 0) for each in runs)
    slow = [f"{each['scenario']} {each['seconds']:.1f} s" for each in runs if (each.get("seconds") or 0) > LIMIT_S]
    own = sorted(float(each.get("own_s") or 0) for each in runs)
    late = f"; over {LIMIT_S:.0f} s: {', '.join(slow)}" if slow else ""
    return (
        f"{len(runs)} scenarios; right side {sides} ({sides / len(runs):.1%}), all right {right} "
        f"({right / len(runs):.1%}); median {times[len(times) // 2]:.1f} s, longest {times[-1]:.1f} s "
        f"(by its own clock {own[len(own) // 2]:.1f} and {own[-1]:.1f} s){late}"
    )
