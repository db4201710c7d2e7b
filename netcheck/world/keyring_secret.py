"""The one secret that lets reports in at the help desk: from the environment or the system's keyring, from no file."""

from __future__ import annotations

import importlib
import logging
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from netcheck.core.settings import Deliver
from netcheck.core.settings_delivery import secret_name
from netcheck.core.words import N_

log = logging.getLogger(__name__)

VARIABLE = "NETCHECK_DELIVERY_SECRET"
SERVICE = "netcheck"
WHOLE_S = 30.0
"""Seconds: a keyring that is locked asks the person for its password, and nobody may be there."""
LONGEST = 4096
SAFE = (
    "keyring.backends.SecretService",
    "keyring.backends.kwallet",
    "keyring.backends.libsecret",
    "keyring.backends.macOS",
    "keyring.backends.Windows",
)
"""Keyrings of the system itself. Others keep secrets as plain text in a file (keyrings.alt), or nowhere (null)."""

NO_LIBRARY = N_(
    "This netcheck was installed without the part for the system's keyring: the secret is taken from the environment "
    "variable NETCHECK_DELIVERY_SECRET alone."
)
UNSAFE = N_(
    "This computer has no keyring that keeps secrets safe (found: {name}), so none is kept there. The secret is taken "
    "from the environment variable NETCHECK_DELIVERY_SECRET."
)
NO_ANSWER = N_("The system's keyring did not answer. It may be locked, and wait for its password.")
FAILED = N_("The system's keyring refused ({why}).")


@dataclass(frozen=True, slots=True)
class Secret:
    """What was found; it shows itself nowhere, not even in an error's story."""

    value: str = ""
    """Empty: there is none."""
    trouble: str = ""
    """Why none could be had, in a sentence; empty where it is only not there."""
    blanks: tuple[tuple[str, str], ...] = ()
    where: str = ""
    """ "environment" or "keyring"."""

    def __repr__(self) -> str:
        return f"Secret({'***' if self.value else 'none'}, {self.trouble!r}, {self.where!r})"


def secret(delivery: Deliver) -> Secret:
    """What lets in at this desk; the environment goes first. Waits for the keyring, half a minute at most, and raises
    nothing."""
    told = os.environ.get(VARIABLE, "").strip()
    if told:
        return Secret(told[:LONGEST], where="environment")
    ring = _ring()
    if isinstance(ring, Secret):
        return ring
    answer = _asked(lambda: ring.get_password(SERVICE, secret_name(delivery)))
    if isinstance(answer, Secret):
        return answer
    return Secret(answer[:LONGEST], where="keyring") if isinstance(answer, str) and answer else Secret()


def keep(delivery: Deliver, value: str) -> Secret:
    """Put it into the system's keyring; empty: take it out. What is returned has `trouble` where that failed."""
    ring = _ring()
    if isinstance(ring, Secret):
        return ring
    name, value = secret_name(delivery), value.strip()

    def change() -> str:
        if value:
            ring.set_password(SERVICE, name, value)
        elif ring.get_password(SERVICE, name) is not None:
            ring.delete_password(SERVICE, name)
        return ""

    answer = _asked(change)
    return answer if isinstance(answer, Secret) else Secret(where="keyring")


def usable(found: Secret) -> bool:
    """Whether this computer has a keyring, as far as this answer shows."""
    return found.trouble not in (NO_LIBRARY, UNSAFE)


def _ring() -> Any:
    """The keyring in use, or a Secret that says why there is none."""
    try:
        found = importlib.import_module("keyring").get_keyring()
    except ImportError:
        return Secret(trouble=NO_LIBRARY)
    except (OSError, RuntimeError, ValueError) as error:
        return Secret(trouble=FAILED, blanks=(("why", type(error).__name__),))
    unsafe = [each for each in _parts(found) if not type(each).__module__.startswith(SAFE)]
    if unsafe or not list(_parts(found)):
        name = type(unsafe[0] if unsafe else found).__module__
        return Secret(trouble=UNSAFE, blanks=(("name", name),))
    return found


def _parts(ring: Any) -> Iterator[Any]:
    """The keyrings that one is made of: keyring.backends.chainer asks several in turn."""
    if type(ring).__module__ == "keyring.backends.chainer":
        yield from list(ring.backends)[:20]
    else:
        yield ring


def _asked(ask: Callable[[], object]) -> object:
    """What the keyring answers; a Secret that says what went wrong. What hangs is left behind on its daemon thread."""
    error_kind = importlib.import_module("keyring.errors").KeyringError
    answer: list[object] = []

    def run() -> None:
        try:
            answer.append(ask())
        except (error_kind, OSError, RuntimeError, ValueError) as error:
            # Its text may name the entry, or hold what was to be kept.
            log.info("the keyring refused: %s", type(error).__name__)
            answer.append(Secret(trouble=FAILED, blanks=(("why", type(error).__name__),)))

    thread = threading.Thread(target=run, name="keyring", daemon=True)
    thread.start()
    thread.join(WHOLE_S)
    return answer[0] if answer else Secret(trouble=NO_ANSWER)
