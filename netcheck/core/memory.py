"""What is worth keeping of a network while it works, and what has changed since."""

from __future__ import annotations

from collections.abc import Mapping

from netcheck.core.learning import carried, usual_delays
from netcheck.core.model import NOTHING, Fact, Outcome, Seen
from netcheck.core.words import N_

_KEPT = {
    "interface": ("address", "interface"),
    "gateway": ("gateway", "address"),
    "gateway_mac": ("gateway", "mac"),
    "gateway_signs": ("gateway", "signs"),
    "hop": ("path", "first_hop"),
    "second_router": ("path", "private_hop"),
    "hops": ("path", "hops"),
    "resolvers": ("dns", "servers"),
    "role": ("dns", "role"),
    "forwarder_answers": ("dns", "chaos"),
    "provider_resolvers": ("dns", "upstreams"),
    "router_answers": ("router_wan", "answered"),
    "router_model": ("router_wan", "model"),
    "router_maker": ("router_wan", "maker"),
    "proxy": ("proxy", "url"),
    "tunnel": ("vpn", "tunnel"),
}
"""What is kept: our name for it, and the check and fact it comes from."""

CHANGES = (
    ("interface", N_("This computer now uses the adapter {new}; when it last worked it was {old}.")),
    ("gateway", N_("The router's address is now {new}; when it last worked it was {old}.")),
    ("gateway_mac", N_("Another router answers at the gateway's address than when it last worked.")),
    ("resolvers", N_("The name servers are now {new}; when it last worked they were {old}.")),
    ("proxy", N_("The proxy is now {new}; when it last worked it was {old}.")),
    ("tunnel", N_("The VPN tunnel is now {new}; when it last worked it was {old}.")),
)
"""What is told when it has changed, by the name under which it is kept."""
NOTHING_THERE = N_("not set")
"""What stands in such a sentence for an empty value."""


def learn(seen: Seen, before: Mapping[str, Fact] | None = None) -> dict[str, Fact]:
    """What is known of this network after a healthy look: what it really saw, and what stays of what was known
    `before` (core/learning.py)."""
    learnt = _seen(seen)
    return {**learnt, **carried(before or NOTHING, seen, learnt), **usual_delays(seen, before or NOTHING)}


def _seen(seen: Seen) -> dict[str, Fact]:
    learnt: dict[str, Fact] = {}
    for name, (check, fact) in _KEPT.items():
        observation = seen.get(check)
        if observation is None or observation.outcome is Outcome.PENDING:
            continue
        value = observation.facts.get(fact)
        if value is not None:
            learnt[name] = value
    return learnt


def changed(before: Mapping[str, Fact] | None, seen: Seen) -> tuple[str, ...]:
    """Sentences on what differs from the last good look; what is not known now is not called a change."""
    now = _seen(seen)
    sentences = []
    for name, text in CHANGES:
        old, new = (before or NOTHING).get(name), now.get(name)
        if old is None or new is None or _shown(old) == _shown(new):
            continue
        sentences.append(text.replace("{new}", _shown(new)).replace("{old}", _shown(old)))
    return tuple(sentences)


def _shown(value: Fact) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value) or NOTHING_THERE
    return str(value) or NOTHING_THERE
