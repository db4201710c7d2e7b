"""Finds the proxies that programs on this computer are told to use; names and passwords in them are left out."""

from __future__ import annotations

import ast
import configparser
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from netcheck.core.network import ProxyChoice
from netcheck.world.programs import output

KEYS = ("http_proxy", "https_proxy", "all_proxy")
GNOME_LIKE = frozenset({"gnome", "unity", "x-cinnamon", "cinnamon", "budgie", "mate", "pantheon", "cosmic"})
"""Words of XDG_CURRENT_DESKTOP whose desktops keep proxies in org.gnome.system.proxy."""
_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*://")


def clean(text: str, scheme: str = "http") -> str | None:
    """A proxy as scheme://host:port and nothing else, so without user, password and path; None for what is none."""
    text = text.strip()
    try:
        parts = urlsplit(text if _SCHEME.match(text) else f"{scheme}://{text}")
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or not host.isprintable() or " " in host or "@" in host:
        return None
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}:{port}" if port else f"{parts.scheme}://{shown}"


def clean_pac(text: str) -> str | None:
    """A configuration script's address without user and password; a local file's folder is nobody's business."""
    text = text.strip()
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme == "file":
        return f"file:///{parts.path.rsplit('/', 1)[-1]}"
    if parts.scheme not in ("http", "https", "ftp") or not host or not text.isprintable() or " " in text:
        return None
    shown = f"[{host}]" if ":" in host else host
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{shown}{f':{port}' if port else ''}{parts.path}{query}"


def chosen(urls: list[str | None], source: str, exceptions: tuple[str, ...] = ()) -> tuple[ProxyChoice, ...]:
    """One record for each different proxy, in order."""
    return tuple(ProxyChoice(url, source, exceptions=exceptions) for url in dict.fromkeys(urls) if url)


def script(url: str, source: str) -> tuple[ProxyChoice, ...]:
    """The record of a configuration script (PAC)."""
    found = clean_pac(url)
    return (ProxyChoice(found, source, is_pac=True),) if found else ()


def of_environment(environment: Mapping[str, str]) -> tuple[ProxyChoice, ...]:
    """http_proxy, https_proxy and all_proxy with no_proxy; small letters before capitals, as curl and Python do."""

    def value(key: str) -> str:
        return environment.get(key) or environment.get(key.upper()) or ""

    exceptions = tuple(word for word in re.split(r"[,\s]+", value("no_proxy")) if word)
    return chosen([clean(value(key)) for key in KEYS if value(key)], "environment", exceptions)


def of_desktop(environment: Mapping[str, str]) -> tuple[ProxyChoice, ...]:
    """The proxies of the desktop that runs; nothing is asked where none does."""
    desktops = set(environment.get("XDG_CURRENT_DESKTOP", "").lower().split(":"))
    if "kde" in desktops:
        folder = Path(environment.get("XDG_CONFIG_HOME") or Path(environment.get("HOME", "/")) / ".config")
        try:
            return of_kde((folder / "kioslaverc").read_text("utf-8", "replace"))
        except OSError:
            return ()
    if desktops & GNOME_LIKE and (program := shutil.which("gsettings")):
        return of_gnome(output([program, "list-recursively", "org.gnome.system.proxy"]) or "")
    return ()


def of_gnome(text: str) -> tuple[ProxyChoice, ...]:
    """What `gsettings list-recursively org.gnome.system.proxy` prints: lines of schema, key and value."""
    values: dict[str, object] = {}
    for line in text.splitlines():
        schema, _, rest = line.strip().partition(" ")
        key, _, shown = rest.partition(" ")
        try:
            values[f"{schema.removeprefix('org.gnome.system.proxy').lstrip('.')}.{key}"] = ast.literal_eval(shown)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
    if values.get(".mode") == "auto":
        return script(str(values.get(".autoconfig-url") or ""), "desktop")
    if values.get(".mode") != "manual":
        return ()
    urls = []
    for kind, scheme in (("http", "http"), ("https", "http"), ("socks", "socks5")):
        host, port = values.get(f"{kind}.host"), values.get(f"{kind}.port")
        if isinstance(host, str) and host and isinstance(port, int) and port:
            urls.append(clean(f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"))
    ignored = values.get(".ignore-hosts")
    return chosen(urls, "desktop", tuple(map(str, ignored)) if isinstance(ignored, list) else ())


def of_kde(text: str) -> tuple[ProxyChoice, ...]:
    """What kioslaverc says: ProxyType 1 is by hand, 2 a script; 3 (automatic) and 4 (environment) add nothing."""
    parser = configparser.RawConfigParser(strict=False, interpolation=None, default_section="\0")
    try:
        parser.read_string(text)
    except (configparser.Error, ValueError):
        return ()
    part = dict(parser["Proxy Settings"]) if parser.has_section("Proxy Settings") else {}
    if part.get("proxytype") == "2":
        return script(part.get("proxy config script", ""), "desktop")
    if part.get("proxytype") != "1":
        return ()
    urls = [
        clean(part[key].strip().replace(" ", ":"), scheme)
        for key, scheme in (("httpproxy", "http"), ("httpsproxy", "http"), ("socksproxy", "socks5"))
        if part.get(key)
    ]
    return chosen(urls, "desktop", tuple(word for word in re.split(r"[,\s]+", part.get("noproxyfor", "")) if word))


def of_macos(text: str) -> tuple[ProxyChoice, ...]:
    """What `scutil --proxy` prints: a dictionary of "Key : value" lines, with the list of exceptions inside.

    Older systems print the proxies of each adapter deeper inside (__SCOPED__): those in use stand on the first level.
    """
    values: dict[str, str] = {}
    exceptions: list[str] = []
    inside = ""
    for line in text.splitlines():
        key, colon, value = (part.strip() for part in line.partition(" : "))
        depth = len(line) - len(line.lstrip(" "))
        if colon and depth <= 2:
            values[key] = value
            inside = key
        elif colon and depth == 4 and inside == "ExceptionsList" and key.isdigit():
            exceptions.append(value)
    urls = [
        clean(f"{scheme}://{values.get(f'{kind}Proxy', '')}:{values.get(f'{kind}Port', '')}")
        for kind, scheme in (("HTTP", "http"), ("HTTPS", "http"), ("SOCKS", "socks5"))
        if values.get(f"{kind}Enable") == "1"
    ]
    found = chosen(urls, "system", tuple(exceptions))
    if values.get("ProxyAutoConfigEnable") == "1":
        found += script(values.get("ProxyAutoConfigURLString", ""), "system")
    return found


def of_windows(enabled: object, server: object, override: object, script_url: object) -> tuple[ProxyChoice, ...]:
    """The registry's ProxyEnable, ProxyServer ("host:port", or "http=host:port;https=..."), ProxyOverride and
    AutoConfigURL."""
    found: tuple[ProxyChoice, ...] = ()
    if enabled and isinstance(server, str):
        urls = []
        for part in server.split(";"):
            kind, equals, target = part.strip().rpartition("=")
            if target:
                urls.append(clean(target, "socks5" if equals and kind.strip().lower() == "socks" else "http"))
        exceptions = tuple(word.strip() for word in str(override or "").split(";") if word.strip())
        found = chosen(urls, "system", exceptions)
    return found + (script(script_url, "system") if isinstance(script_url, str) else ())
