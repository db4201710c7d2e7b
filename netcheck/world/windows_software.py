"""Tells adapters that exist in software only from a computer's cables and radios."""

# Each laptop has some that claim to be one or the other and are never connected: for sharing its own line (Wi-Fi
# Direct), and for a phone's over Bluetooth. A person must not be told to plug in a cable for those.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from netcheck.core.network import Interface, Kind
from netcheck.world.windows_tables import Adapter, LinkState
from netcheck.world.windows_wifi import Heard


def without_software(
    found: Sequence[Interface], there: Sequence[Adapter], links: Mapping[int, LinkState], radios: Mapping[str, Heard]
) -> list[Interface]:
    """The adapters `there` as they were `found`; those as bridges that are no hardware by their driver's word and lead
    nowhere. `links` are by number, `radios` by GUID.

    What the WLAN service lists is a radio whatever the driver says, and what has a gateway leads out: Windows 10 says
    of Bluetooth's adapter that it is no hardware, even while a phone is there. Where nothing else would count (a team
    of two cards, a switch for virtual machines), all stay what they claim to be.
    """
    soft = [
        (link := links.get(each.index or each.index6)) is not None
        and not (link.hardware or each.gateways or each.guid in radios)
        for each in there
    ]
    kept = [
        replace(each, kind=Kind.BRIDGE, wifi=None) if no_hardware and each.kind in (Kind.WIRED, Kind.WIFI) else each
        for each, no_hardware in zip(found, soft, strict=True)
    ]
    return kept if any(each.kind.counts for each in kept) else list(found)
