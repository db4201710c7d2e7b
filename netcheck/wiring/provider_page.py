"""The provider's page as the settings name it, asked through fresh sockets and names each time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from netcheck.core.courtesy import Who
from netcheck.core.settings import Settings
from netcheck.engine.asking import Page
from netcheck.world.other_way import open_ways
from netcheck.world.status_page import StatusPages
from netcheck.world.status_reading import Net, Source
from netcheck.world.wire import SystemWire

if TYPE_CHECKING:
    from netcheck.world.system import SystemWorld


def source(url: str, settings: Settings) -> Source:
    """How this page is to be read: as the settings say of the provider's, by its looks where it is another one."""
    isp = settings.isp
    return Source(url, isp.status_format, isp.status_pattern) if url == isp.status_url else Source(url)


def net_of(world: SystemWorld, outage: bool) -> Net:
    """The way to a page for one question; through other adapters only where the default way is `outage`."""
    world.outage = outage
    return Net(world.names.lookup, lambda: open_ways(world, SystemWire()))


@dataclass(frozen=True, slots=True)
class ProviderPage:
    """The page of the settings, for engine.asking."""

    pages: StatusPages
    source: Source

    def began(self, now: datetime, since: datetime) -> None:
        """See engine.asking.Page; so with the others."""
        self.pages.began(self.source, now, since)

    def restored(self, now: datetime) -> None:
        """Service is back."""
        self.pages.restored(self.source, now)

    def calm(self) -> None:
        """There is no outage."""
        self.pages.calm(self.source)

    def step(self, now: datetime, who: Who) -> None:
        """Ask, where it is time to."""
        self.pages.step(self.source, now, who)


def provider_page(pages: StatusPages, settings: Callable[[], Settings]) -> Callable[[], Page | None]:
    """The page that the settings name now; None where they name none."""

    def now() -> Page | None:
        found = settings()
        return ProviderPage(pages, source(found.isp.status_url, found)) if found.isp.status_url else None

    return now
