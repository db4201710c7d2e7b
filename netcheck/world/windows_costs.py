"""What Windows tells of the cost of its connections: which ones are counted by the byte, or are set to be spared."""

from __future__ import annotations

import contextlib
import ctypes
import threading
import time
import uuid
from collections.abc import Iterator
from ctypes import byref, c_int32, c_uint32, c_void_p
from typing import Any

from netcheck.world.windows_calls import function

MANAGER = uuid.UUID("dcb00c01-570f-4a9b-8d69-199fdba5723b")
"""CLSID_NetworkListManager of netlistmgr.h; the next two are its IID and that of INetworkConnectionCost."""
LIST_MANAGER = uuid.UUID("dcb00000-570f-4a9b-8d69-199fdba5723b")
CONNECTION_COST = uuid.UUID("dcb0000a-570f-4a9b-8d69-199fdba5723b")
ASK, RELEASE, GET_COST, NEXT, CONNECTIONS, ADAPTER = 0, 2, 3, 8, 9, 12
"""Places in the tables of methods: QueryInterface, Release, INetworkConnectionCost::GetCost,
IEnumNetworkConnections::Next, INetworkListManager::GetNetworkConnections, INetworkConnection::GetAdapterId."""
ANY_THREAD, ANYWHERE = 0, 0x17
"""COINIT_MULTITHREADED, CLSCTX_ALL."""
FIXED, VARIABLE, OVER_LIMIT, ROAMING = 0x2, 0x4, 0x10000, 0x40000
"""NLM_CONNECTION_COST: so much for a fixed price, paid by the byte, the volume is used up, in a foreign network."""
PATIENCE_S, KEPT_S = 0.5, 20.0
"""Windows has another process answer; what it says is a setting that seldom changes."""
MOST = 64


def is_metered(cost: int) -> bool | None:
    """Whether a NLM_CONNECTION_COST speaks of data that cost; None where it does not.

    "Unrestricted" is no word that it costs nothing: Windows says it of every cable and phone that nobody has set.
    """
    return True if cost & (FIXED | VARIABLE | OVER_LIMIT | ROAMING) else None


class _Kept:
    """What was told last, and the thread that asks."""

    at_s = float("-inf")
    metered: frozenset[str] = frozenset()
    asking: threading.Thread | None = None


def metered(wait_s: float = PATIENCE_S) -> frozenset[str]:
    """The adapters (GUIDs in small letters) whose connections cost, or are to be spared by the person's settings.

    Empty where there are none, where this Windows has no such service, and where it does not answer in time: it is
    asked on a daemon thread that may be left behind, and no second one while that one hangs.
    """
    if time.monotonic() - _Kept.at_s < KEPT_S or (_Kept.asking is not None and _Kept.asking.is_alive()):
        return _Kept.metered

    def ask() -> None:
        found = _all()
        _Kept.metered, _Kept.at_s = found, time.monotonic()

    _Kept.asking = threading.Thread(target=ask, name="costs", daemon=True)
    _Kept.asking.start()
    _Kept.asking.join(wait_s)
    return _Kept.metered


def _all() -> frozenset[str]:
    """learn.microsoft.com/windows/win32/api/netlistmgr/nf-netlistmgr-inetworklistmanager-getnetworkconnections,
    -inetworkconnection-getadapterid, -inetworkconnectioncost-getcost (Windows 8 and later)."""
    start, finish = function("ole32", "CoInitializeEx", c_int32), function("ole32", "CoUninitialize", None)
    create = function("ole32", "CoCreateInstance", c_int32)
    if start is None or finish is None or create is None or start(None, c_uint32(ANY_THREAD)) < 0:
        return frozenset()
    try:
        manager = c_void_p()
        create(MANAGER.bytes_le, None, c_uint32(ANYWHERE), LIST_MANAGER.bytes_le, byref(manager))
        with _given_back(manager):
            return frozenset(guid for guid, cost in _costs(manager) if is_metered(cost))
    finally:
        finish()


def _costs(manager: c_void_p) -> Iterator[tuple[str, int]]:
    """Adapter and cost of each connection."""
    listed = c_void_p()
    if not manager.value or _call(manager, CONNECTIONS, byref(listed)) < 0:
        return
    with _given_back(listed):
        for _ in range(MOST):
            connection, count = c_void_p(), c_uint32()
            ended = not listed.value or _call(listed, NEXT, c_uint32(1), byref(connection), byref(count)) != 0
            if ended or not connection.value:
                return
            with _given_back(connection):
                guid, priced, cost = ctypes.create_string_buffer(16), c_void_p(), c_uint32()
                if _call(connection, ADAPTER, guid) < 0:
                    continue
                if _call(connection, ASK, CONNECTION_COST.bytes_le, byref(priced)) < 0 or not priced.value:
                    continue
                with _given_back(priced):
                    if _call(priced, GET_COST, byref(cost)) >= 0:
                        yield f"{{{uuid.UUID(bytes_le=guid.raw)}}}", cost.value


def _call(thing: c_void_p, place: int, *arguments: Any) -> int:
    """The result of a method of a COM object, by its place in the table to which the object's first word points."""
    table = c_void_p.from_address(thing.value or 0).value or 0
    method = c_void_p.from_address(table + place * ctypes.sizeof(c_void_p)).value or 0
    kinds = [c_uint32 if isinstance(each, c_uint32) else c_void_p for each in arguments]
    return int(ctypes.CFUNCTYPE(c_int32, c_void_p, *kinds)(method)(thing, *arguments))


@contextlib.contextmanager
def _given_back(thing: c_void_p) -> Iterator[None]:
    try:
        yield
    finally:
        if thing.value:
            _call(thing, RELEASE)
