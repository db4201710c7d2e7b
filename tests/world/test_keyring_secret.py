"""The secret comes from the environment or a safe keyring, and shows itself nowhere."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from types import ModuleType

import pytest

from netcheck.core.settings import Deliver
from netcheck.world import keyring_secret
from netcheck.world.keyring_secret import (
    FAILED,
    NO_ANSWER,
    NO_LIBRARY,
    UNSAFE,
    VARIABLE,
    Secret,
    keep,
    secret,
    usable,
)

HERE = Deliver(way="zendesk", url="https://desk.example/")
VALUE = "hunter2-Sehr-geheim"


class KeyringError(Exception):
    """As the library has it."""


class Ring:
    """A keyring that is what its class says."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], str] = {}
        self.before: Callable[[], object] = lambda: None

    def get_password(self, service: str, name: str) -> str | None:
        self.before()
        return self.known.get((service, name))

    def set_password(self, service: str, name: str, value: str) -> None:
        self.before()
        self.known[service, name] = value

    def delete_password(self, service: str, name: str) -> None:
        del self.known[service, name]


def ring(module: str) -> Ring:
    """One of the backends of the library."""
    return type("Keyring", (Ring,), {"__module__": module})()  # type: ignore[no-any-return]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Callable[[Ring], Ring]:
    """Puts a keyring in the library's place."""
    monkeypatch.delenv(VARIABLE, raising=False)

    def put(found: Ring) -> Ring:
        library, errors = ModuleType("keyring"), ModuleType("keyring.errors")
        library.get_keyring = lambda: found  # type: ignore[attr-defined]
        errors.KeyringError = KeyringError  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "keyring", library)
        monkeypatch.setitem(sys.modules, "keyring.errors", errors)
        return found

    return put


def test_the_environment_goes_first(install: Callable[[Ring], Ring], monkeypatch: pytest.MonkeyPatch) -> None:
    install(ring("keyring.backends.SecretService"))
    monkeypatch.setenv(VARIABLE, f" {VALUE}\n")
    found = secret(HERE)
    assert (found.value, found.where, found.trouble) == (VALUE, "environment", "")


@pytest.mark.parametrize("module", keyring_secret.SAFE)
def test_a_keyring_of_the_system_keeps_it(install: Callable[[Ring], Ring], module: str) -> None:
    kept = install(ring(module))
    assert secret(HERE) == Secret()
    assert keep(HERE, VALUE).trouble == ""
    assert kept.known == {("netcheck", "delivery desk.example"): VALUE}
    assert secret(HERE).value == VALUE
    assert secret(Deliver(way="zendesk", url="https://elsewhere.example/")).value == ""
    assert keep(HERE, "").trouble == ""
    assert kept.known == {}
    assert keep(HERE, "").trouble == ""


@pytest.mark.parametrize(
    "module",
    ["keyrings.alt.file", "keyring.backends.fail", "keyring.backends.null", "evil", "keyring.backends.chainer"],
)
def test_any_other_is_refused(install: Callable[[Ring], Ring], module: str) -> None:
    kept = install(ring(module))
    kept.backends = []  # type: ignore[attr-defined]
    kept.known["netcheck", "delivery desk.example"] = VALUE
    for found in (secret(HERE), keep(HERE, VALUE)):
        assert (found.value, found.trouble) == ("", UNSAFE)
        assert found.trouble.format(**dict(found.blanks))
        assert not usable(found)


def test_one_of_several_is_enough_to_refuse_all(install: Callable[[Ring], Ring]) -> None:
    chain = ring("keyring.backends.chainer")
    chain.backends = [ring("keyring.backends.SecretService"), ring("keyrings.alt.file")]  # type: ignore[attr-defined]
    install(chain)
    assert secret(HERE).trouble == UNSAFE
    chain.backends = chain.backends[:1]  # type: ignore[attr-defined]
    assert secret(HERE).trouble == ""


def test_without_the_library_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert secret(HERE).trouble == NO_LIBRARY
    assert keep(HERE, VALUE).trouble == NO_LIBRARY


def test_a_locked_keyring_is_not_waited_for(install: Callable[[Ring], Ring], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring_secret, "WHOLE_S", 0.05)
    over = threading.Event()
    install(ring("keyring.backends.kwallet")).before = lambda: over.wait(20)
    found = secret(HERE)
    over.set()
    assert (found.value, found.trouble) == ("", NO_ANSWER)
    assert usable(found)


def test_its_refusal_repeats_nothing(install: Callable[[Ring], Ring], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    def refuse() -> None:
        raise KeyringError(f"{VALUE} is refused")

    install(ring("keyring.backends.libsecret")).before = refuse
    for found in (secret(HERE), keep(HERE, VALUE)):
        assert (found.value, found.trouble) == ("", FAILED)
        assert VALUE not in repr(found) + caplog.text


def test_it_does_not_show_itself() -> None:
    assert VALUE not in repr(Secret(VALUE)) + str([Secret(VALUE)])
