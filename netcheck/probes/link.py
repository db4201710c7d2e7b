"""Is the cable plugged in, or the Wi-Fi joined?"""

from __future__ import annotations

from netcheck.core.model import Failure, Observation, Outcome, Segment
from netcheck.core.network import Interface, Kind
from netcheck.plugins import Probe, World


def ask(world: World) -> Observation:
    """Carrier of each adapter that is on; for Wi-Fi also what the system says about joining, and the signal."""
    interfaces = world.machine.interfaces()
    if interfaces is None:
        return Observation(Outcome.UNKNOWN, Failure.NOT_AVAILABLE, "the system does not list its adapters")
    on = [i for i in interfaces if i.kind.counts and i.up is not False]
    linked = [i for i in on if _linked(i)]
    unsure = [i for i in on if i.carrier is None and not i.addresses and i not in linked]
    used = _used(world, on)
    radio = next((i.wifi for i in ([used] if used else linked) if i.wifi), None)
    refused = next((i.wifi.refused for i in on if i.wifi and i.wifi.refused and not _linked(i)), None)
    facts = {
        "linked": tuple(i.name for i in linked),
        "used": used.name if used else None,
        "wifi": radio is not None,
        "signal_percent": radio.signal_percent if radio else None,
        "rate_mbit": radio.rate_mbit if radio else None,
        "band_ghz": radio.band_ghz if radio else None,
        "refused": refused,
    }
    if linked and (used is None or used in linked):
        signal = f", signal {radio.signal_percent} %" if radio and radio.signal_percent is not None else ""
        return Observation(Outcome.OK, summary=f"{', '.join(i.name for i in linked)} is connected{signal}", facts=facts)
    if refused in ("wrong-key", "refused"):
        return Observation(Outcome.FAILED, Failure.WRONG_KEY, "the Wi-Fi refused the key or the sign-in", facts)
    if unsure and used is None:
        return Observation(Outcome.UNKNOWN, Failure.NOT_AVAILABLE, "the system does not tell about the link", facts)
    silent = [used] if used else on
    if silent and all(i.kind is Kind.WIFI for i in silent):
        return Observation(Outcome.FAILED, Failure.NOT_JOINED, "no Wi-Fi is joined", facts)
    names = ", ".join(i.name for i in silent) or "no adapter"
    return Observation(Outcome.FAILED, Failure.NO_CARRIER, f"{names} has no signal from the other end", facts)


def _linked(interface: Interface) -> bool:
    if interface.wifi is not None and interface.wifi.joined is False:
        return False
    return interface.carrier is True or (interface.carrier is None and bool(interface.addresses))


def _used(world: World, on: list[Interface]) -> Interface | None:
    """The adapter through which the system would leave now; a route may point to one without a signal."""
    for landmark in world.settings.landmarks.hosts[:1]:
        for address in (landmark.v4, landmark.v6):
            name = world.machine.way_to(address).interface if address else None
            for interface in on:
                if interface.name == name:
                    return interface
    return None


PROBE = Probe("Cable or Wi-Fi", Segment.LINK, ask)
