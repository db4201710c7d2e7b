"""Places where a secret stands by custom: passwords in URLs, names in home folders, values behind a telling word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from netcheck.core.redaction_find import Span
from netcheck.core.redaction_values import Kind, Value
from netcheck.core.redaction_words import folded, is_harmless

KEYS = frozenset(
    (
        *("token", "apikey", "accesstoken", "idtoken", "refreshtoken", "authorization", "sig", "signature", "password"),
        *("passwd", "passphrase", "pwd", "psk", "secret", "clientsecret", "sessionid", "sessid", "phpsessid", "otp"),
        *("jsessionid", "jwt", "cookie", "privatekey", "presharedkey", "xapikey", "credential", "credentials"),
        "wpapassphrase",
    )
)
"""Names, folded, of values that open a door: taken out at every level, the full one included."""
PERHAPS = frozenset(("key", "auth", "code", "pass", "pw", "sid", "session", "ticket", "pin", "magic", "nonce"))
"""The same where the value looks like one (`code=204` does not)."""
LOOKS_LIKE_A_KEY = re.compile(r"(?=.*\d)(?=.*[a-z]).{8,}", re.S)
NAMED: Mapping[str, Kind] = {
    **dict.fromkeys(("user", "username", "logname", "userid"), Kind.NAME),
    **dict.fromkeys(("hostname", "computername", "nodename", "clienthostname"), Kind.HOST),
    **dict.fromkeys(("ssid", "essid", "wifiname"), Kind.WIFI),
    **dict.fromkeys(("userdomain", "userdnsdomain", "searchdomain"), Kind.DOMAIN),
    **dict.fromkeys(("account", "accountnumber", "customernumber"), Kind.ACCOUNT),
}
"""Names, folded, of values that are a secret by themselves: USERNAME=anna."""

_USERINFO = re.compile(r"://([^/\s?#@\"'<>\\\x00\x01]{1,200})@(?=[\w\[.%-])")
_EQUALS = re.compile(r"=|%3d|\":\s*\"")
_LONGEST_NAME = 40
_NO_NAME = re.compile(r"[^\w%-]")
_CODED = re.compile(r"%(?:25)*(?:3f|26|20|23|2f|3b)")
"""What ends a name in a URL that stands, itself written in signs, in another one."""
_VALUE = re.compile(
    r"\s?(?:\"([^\"\x00\n]{1,200})\"|'([^'\x00\n]{1,200})'"
    r"|((?:(?!%(?:25)*(?:26|20|23|3b))[^\s&;,#\"'<>\x00\x01)\]}]){1,400}))"
)
_QUOTED_ON = re.compile(r"([^\"\x00\n\x01]{1,200})\"")
_HEADER = re.compile(
    r"(?:authorization|bearer|cookie)(?::\s*(?:basic|bearer|digest|negotiate)?|\s)\s*([^\s\x00\x01\"']{8,4000})"
)
_SIGNED = re.compile(r"eyj[\w-]{8,4000}\.[\w-]{4,4000}(?:\.[\w-]*)?")
_HOME = re.compile(r"(?:home|users)(?:/|\\{1,4}|%2f|%5c)([^/\\:*?\"<>|\x00\x01\n%]{1,64})")
_SLASH = re.compile(r"(?:/|\\|%2f|%5c|^)$")
_WORD_ENDS = re.compile(r"[\s'\",;)\]}]")
_NAME_ENDS = re.compile(r"[\n'\",;)\]}]")
_NOBODY = frozenset(("allusers", "defaultuser", "runneradmin", "linuxbrew"))


def keys(text: str) -> Iterator[Span]:
    """Passwords and keys in URLs and headers; `text` is in lower case."""
    if "://" in text and "@" in text:
        for match in _USERINFO.finditer(text):
            yield _key(match, 1)
    for pattern in (_HEADER, _SIGNED):
        probe = ("eyj",) if pattern is _SIGNED else ("authorization", "bearer", "cookie")
        for match in pattern.finditer(text) if any(word in text for word in probe) else ():
            secret = match[match.lastindex or 0]
            if any(sign.isdigit() for sign in secret) or len(secret) >= 20:
                yield _key(match, match.lastindex or 0)


def home_folders(text: str) -> Iterator[Span]:
    """Names of home folders; `text` is in lower case."""
    for match in _HOME.finditer(text):
        if _SLASH.search(text[max(0, match.start() - 3) : match.start()]) and not _in_url(text, match.start()):
            yield from _home(match, text)


def labelled(text: str) -> Iterator[Span]:
    """Values behind a telling word and a sign of equality, keys and names; `text` is in lower case."""
    named: dict[str, str] = {}
    for equals in _EQUALS.finditer(text):
        before = text[max(0, equals.start() - _LONGEST_NAME) : equals.start()]
        if before not in named:
            named[before] = _name_in(before)
        kind = Kind.KEY if named[before] in KEYS or named[before] in PERHAPS else NAMED.get(named[before])
        value = (_QUOTED_ON if equals[0][0] == '"' else _VALUE).match(text, equals.end()) if kind else None
        if kind is None or value is None:
            continue
        group = value.lastindex or 0
        secret = value[group]
        if named[before] in PERHAPS and not LOOKS_LIKE_A_KEY.fullmatch(secret):
            continue
        if kind is Kind.KEY or (len(secret) > 1 and not is_harmless(secret) and any(map(str.isalnum, secret))):
            yield Span(value.start(group), value.end(group), Value(kind, secret))


def _home(match: re.Match[str], text: str) -> Iterator[Span]:
    """The folder right below, up to the next slash; without one behind it, up to the end of the word."""
    name = match[1]
    # On Windows and macOS such a name may hold spaces; then only the slash behind it tells where it ends.
    spaced = match[0].startswith("users") and text.startswith(("/", "\\"), match.end(1))
    cut = (_NAME_ENDS if spaced else _WORD_ENDS).search(name)
    name = name[: cut.start()] if cut else name
    if not text.startswith(("/", "\\", "%2f", "%5c"), match.start(1) + len(name)):
        name = name.rstrip(".")
    if name and not is_harmless(name) and folded(name) not in _NOBODY and any(sign.isalnum() for sign in name):
        yield Span(match.start(1), match.start(1) + len(name), Value(Kind.NAME, name))


def _in_url(text: str, at: int) -> bool:
    """Whether this is the path of an address in the web: a folder "home" there is nobody's."""
    begin = max(text.rfind(sign, max(0, at - 200), at) for sign in (" ", "\x00", "\n", '"', "'", "("))
    word = text[begin + 1 : at]
    return "://" in word and "file://" not in word


def _name_in(before: str) -> str:
    """The last word before a sign of equality, folded; of "net.user" and "?x=1&user" it is "user"."""
    word = _NO_NAME.split(before.removesuffix(" "))[-1]
    return re.sub(r"[\W_]", "", _CODED.split(word)[-1])


def _key(match: re.Match[str], group: int) -> Span:
    return Span(match.start(group), match.end(group), Value(Kind.KEY, match[group]))
