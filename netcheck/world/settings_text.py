"""Changes keys in the text of a settings file and leaves everything else as it stands, comments above all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from netcheck.core.settings import Service
from netcheck.core.settings_reader import Layer, SettingsError, read_settings

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.container import Container
    from tomlkit.items import AoT, Array, InlineTable, Table

SERVICES = ("services",)
OURS = ("name", "url", "via", "status_url")


def edited(
    text: str, changes: Mapping[tuple[str, ...], object], needless: Collection[tuple[str, ...]] = frozenset()
) -> str:
    """The text of a TOML file with these keys set: ("isp", "name") to a value, ("services",) to Services.

    Keys in `needless` have this value without the file too: they are left out of it, or taken out, but for those that
    have a comment on their line. A service that goes takes the comments among its own keys with it. The text must be
    TOML; raises ValueError where the library cannot hold it. Lines end in a newline alone afterwards.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    text = text.replace("\r\n", "\n")
    for path, value in changes.items():
        try:
            document = tomlkit.parse(_ended(text))
            if path == SERVICES:
                _set_services(document, _services(value), path in needless)
            else:
                _set(document, path, value, path in needless)
            text = _ended(tomlkit.dumps(document).lstrip("\n"))
        except (TOMLKitError, IndexError, LookupError, RecursionError) as error:
            raise ValueError(f"the key {'.'.join(path)} cannot be changed") from error
    return text


def _ended(text: str) -> str:
    """The text with one newline at its end; nothing where there is nothing."""
    text = text.rstrip("\n")
    return f"{text}\n" if text else ""


def _services(value: object) -> tuple[Service, ...]:
    if not isinstance(value, Iterable):
        raise ValueError("services must be Services")
    services = tuple(value)
    if not all(isinstance(service, Service) for service in services):
        raise ValueError("services must be Services")
    return services


def _set(document: TOMLDocument, path: tuple[str, ...], value: object, needless: bool) -> None:
    """Set one key of one table, or take it out."""
    import tomlkit

    name, key = path
    if name not in document:
        if not needless:
            fresh = tomlkit.table()
            fresh[key] = value
            document.append(name, fresh)
        return
    table = document[name]
    if key in table:
        _put(table, key, value, needless)
    elif not needless:
        _add(table, key, value)


def _put(table: Table | InlineTable, key: str, value: object, needless: bool) -> None:
    """Another value for a key that is there; or, where it has no comment, no such key any more."""
    from tomlkit.items import InlineTable, Item, Table

    # Tables in several pieces are handed out as something else; they keep the key.
    item = table.value.item(key) if isinstance(table, Table | InlineTable) else None
    if needless and isinstance(item, Item) and not item.trivia.comment:
        table.remove(key)
    else:
        table[key] = value


def _add(table: Table | InlineTable, key: str, value: object) -> None:
    """One more key, below the last one: what stands after a blank line is about the next table."""
    from tomlkit.items import Table

    if not isinstance(table, Table):
        table[key] = value
        return
    body = table.value.body
    start = _gap(table.value, from_blank_line=True)
    gap = body[start:]
    del body[start:]
    table.append(key, value)
    body.extend(gap)


def _gap(container: Container, from_blank_line: bool) -> int:
    """Where in the body the comments and blank lines after the last key begin; the first blank line, if so wanted."""
    from tomlkit.items import Whitespace

    body = container.body
    start = len(body)
    while start and body[start - 1][0] is None:
        start -= 1
    if from_blank_line:
        while start < len(body) and not (isinstance(body[start][1], Whitespace) and "\n" in body[start][1].as_string()):
            start += 1
    return start


def _set_services(document: TOMLDocument, services: Sequence[Service], needless: bool) -> None:
    """Change the entries that there are, take out those that are gone, and add the new ones."""
    import tomlkit
    from tomlkit.items import AoT, Array

    present = document.get("services")
    if isinstance(present, AoT):
        rest = _set_tables(present, services)
        if not services:
            place = next(n for n, (key, _) in enumerate(document.body) if key is not None and key.key == "services")
            document.remove("services")
            document.body[place] = (None, tomlkit.ws(rest))
            if not needless:
                document.append("services", tomlkit.array())
    elif isinstance(present, Array) and (len(present) or present.trivia.comment or "#" in present.as_string()):
        _set_array(present, services)
    elif services:
        if present is not None:
            document.remove("services")
        fresh = tomlkit.aot()
        for service in services:
            fresh.append(tomlkit.item(_entry(service)))
        document.append("services", fresh)
    elif not needless:
        document["services"] = tomlkit.array()


def _set_tables(array: AoT, services: Sequence[Service]) -> str:
    """Entries that are tables of their own; what stood between those that are gone and is nowhere else, as text."""
    import tomlkit

    old = list(array.body)
    origins = _origins([_read(table.unwrap()) for table in old], services)
    gaps = [_cut(table, whole=n not in origins) for n, table in enumerate(old)]
    # A comment that stood after an entry that goes now stands after the one before it.
    before = ""
    for n in range(len(old)):
        if n not in origins and gaps[n].strip():
            nearest = max((kept for kept in range(n) if kept in origins), default=None)
            if nearest is None:
                before += gaps[n]
            else:
                gaps[nearest] += gaps[n]
    body: list[Table] = []
    for service, origin in zip(services, origins, strict=True):
        if origin is None:
            fresh = tomlkit.aot()
            fresh.append(tomlkit.item(_entry(service)))
            table = fresh.body[0]
            table.trivia.indent = "\n" if body else ""
        else:
            table = old[origin]
            _change(table, service)
        body.append(table)
    # New entries come before what stands after the last old one: that is about the next table.
    last = max((n for n in origins if n is not None), default=None)
    ends = len(services) - 1
    for place, origin in enumerate(origins):
        if origin is not None and origin != last:
            _append(body[place], gaps[origin])
    if body and last is not None:
        _append(body[ends], gaps[last] or ("\n" if origins[ends] is None else ""))
    if body and before:
        body[0].trivia.indent = before + body[0].trivia.indent
        before = ""
    array.body[:] = body
    return before


def _cut(table: Table, whole: bool) -> str:
    """Take the comments and blank lines out that stand after an entry; without `whole` from the first blank line on."""
    container = _last_container(table)
    start = _gap(container, from_blank_line=not whole)
    gap = "".join(item.as_string() for _, item in container.body[start:])
    del container.body[start:]
    return gap


def _append(table: Table, gap: str) -> None:
    import tomlkit

    if gap:
        _last_container(table).body.append((None, tomlkit.ws(gap)))


def _last_container(table: Table) -> Container:
    """Where the text of a table ends: in itself, or in the last table within it."""
    from tomlkit.items import AoT, Table

    last = next((item for key, item in reversed(table.value.body) if key is not None), None)
    if isinstance(last, Table):
        return _last_container(last)
    if isinstance(last, AoT) and last.body:
        return _last_container(last.body[-1])
    return table.value


def _set_array(array: Array, services: Sequence[Service]) -> None:
    """Entries between square brackets; comments between them stay where they are."""
    import tomlkit

    old = array.unwrap()
    origins = _origins([_read(entry) for entry in old], services)
    kept = [origin for origin in origins if origin is not None]
    for place in reversed(range(len(old))):
        if place not in kept:
            del array[place]
    for place, (service, origin) in enumerate(zip(services, origins, strict=True)):
        if origin is not None and kept == sorted(kept):
            _change(array[place], service)
            continue
        fresh = tomlkit.inline_table()
        fresh.update(_entry(service))
        if origin is None:
            array.insert(place, fresh)
        else:  # in another order: the values change places, the comments between the brackets stay
            fresh.update({key: value for key, value in old[origin].items() if key not in OURS})
            array[place] = fresh


def _change(table: Table | InlineTable, service: Service) -> None:
    """Set what differs in one entry."""
    present = _read(table.unwrap())
    for key in OURS:
        value = getattr(service, key)
        if present is not None and getattr(present, key) == value:
            continue
        if key in table:
            _put(table, key, value, needless=not value)
        elif value:
            _add(table, key, value)


def _origins(old: Sequence[Service | None], services: Sequence[Service]) -> list[int | None]:
    """Which old entry each service is: the one of its name, else of its address; None: a new one."""
    found: list[int | None] = [None] * len(services)
    for same in ("name", "url"):
        for place, service in enumerate(services):
            if found[place] is not None:
                continue
            for n, other in enumerate(old):
                if n not in found and other is not None and getattr(other, same) == getattr(service, same):
                    found[place] = n
                    break
    return found


def _read(entry: object) -> Service | None:
    """One entry as the reader understands it; None where it does not."""
    try:
        return read_settings([Layer("", {"services": [entry]})])[0].services[0]
    except SettingsError:
        return None


def _entry(service: Service) -> dict[str, str]:
    return {key: value for key in OURS if (value := getattr(service, key))}
