"""Finds passwords and keys, which go at every level: in URLs, headers, proxies, and those that show by their look."""

from __future__ import annotations

import re
from collections.abc import Iterator

from netcheck.core.redaction_find import Span
from netcheck.core.redaction_values import Kind, Value

KEYS = frozenset(
    (
        *("token", "apikey", "accesstoken", "idtoken", "refreshtoken", "authorization", "sig", "signature", "password"),
        *("passwd", "passphrase", "pwd", "psk", "secret", "clientsecret", "sessionid", "sessid", "phpsessid", "otp"),
        *("jsessionid", "jwt", "cookie", "privatekey", "presharedkey", "xapikey", "credential", "credentials"),
        *("wpapassphrase", "accesskeyid", "awsaccesskeyid", "subscriptionkey", "appkey", "passcode", "csrf", "xsrf"),
        *(
            "kennwort",
            "contrasena",
            "contraseña",
            "wachtwoord",
            "senha",
            "passe",
            "parola",
            "hasło",
            "networkkey",
            "keycontent",
        ),
    )
)
"""Names, folded, of values that open a door: taken out at every level, the full one included."""
_ENDS = (
    *("token", "secret", "password", "passwort", "passwd", "passphrase", "apikey", "accesskey", "secretkey"),
    *("authkey", "privatekey", "sharedkey", "signingkey"),
)
"""How such names end, whatever stands before: X-Amz-Security-Token, wifi_password."""
PERHAPS = frozenset(("key", "auth", "code", "pass", "pw", "sid", "session", "ticket", "pin", "magic", "nonce"))
"""The same where the value looks like one (`code=204` does not)."""
LOOKS_LIKE_A_KEY = re.compile(r"(?=.*\d)(?=.*[a-z]).{8,}", re.S)

_USERINFO = re.compile(r"://([^/\s?#\"'<>\\\x00\x01]{1,200})@(?=[\w\[.%-])")
_PROXY = re.compile(
    r"(?:(?<=[\s=\"'(\x00])|^)((?!mailto:|sips?:)[\w.%+\\-]{1,64}:(?!//)[^\s@\"'<>\x00\x01]{1,100})@[\w.-]+:\d{2,5}(?!\d)"
)
"""user:password@host:port, as a proxy may be written without its scheme."""
_HEADER = re.compile(
    r"(?:authorization|bearer|cookie)"
    r"(?::\s*(?:basic|bearer|digest|negotiate|token|ntlm|apikey)?|\s)\s*([^\s\x00\x01\"']{8,4000})"
)
_SIGNED = re.compile(r"eyj[\w-]{8,4000}\.[\w-]{4,4000}(?:\.[\w-]*)?")
_ISSUED = re.compile(
    r"(?<![a-z0-9])(?:gh[pousr]_[a-z0-9]{20,255}|github_pat_\w{20,255}|glpat-[\w-]{20,255}|xox[abprs]-[\w-]{10,255}"
    r"|(?:akia|asia)[a-z0-9]{16}(?![a-z0-9])|aiza[\w-]{35}|sk-[\w-]{20,255}|atatt[\w=-]{20,400})"
)
"""By whom they are issued shows in how they begin: GitHub, GitLab, Slack, Amazon, Google, Atlassian and others."""
_HOOK = re.compile(
    r"(?:hooks\.slack\.com/(?:services|workflows)|discord(?:app)?\.com/api/webhooks|[\w.-]+\.webhook\.office\.com"
    r"|[\w.-]+\.logic\.azure\.com|api\.telegram\.org)/([^\s\x00\x01\"'<>]{8,1000})"
)
"""Addresses at which whoever knows them may post."""
_IN_QUERY = re.compile(r"[?&]([\w.-]{0,40})=([\w~+/.-]{20,1000}={0,2})(?![\w%])")
_NAMES_NO_KEY = frozenset(("id", "incident", "incidentid", "event", "page", "component", "url", "ref", "q", "path"))
_BLOCK = re.compile(r"-----begin [a-z0-9 ]{0,40}private key-----((?:(?!-----)[^\x00\x01]){1,10000})")
_WIFI_CODE = re.compile(r"wifi:(?:[^;\x00]{0,200};){0,4}?p:([^;\x00\x01]{1,100});")
"""What the QR code of a wireless network says."""
_PLAIN = (_PROXY, _SIGNED, _ISSUED, _HOOK, _BLOCK, _WIFI_CODE)
_PROBES = {
    _PROXY: ("@",), _SIGNED: ("eyj",), _HOOK: ("/",), _BLOCK: ("-----begin",), _WIFI_CODE: ("wifi:",),
    _ISSUED: ("gh", "glpat", "xox", "akia", "asia", "aiza", "sk-", "atatt"),
}  # fmt: skip


def is_key(name: str) -> bool:
    """Whether a folded name is one of those of KEYS, or ends as they do."""
    return name in KEYS or name.endswith(_ENDS)


def is_perhaps_key(name: str) -> bool:
    """Whether its value is a key if it looks like one."""
    return name in PERHAPS


def keys(text: str) -> Iterator[Span]:
    """Passwords and keys in URLs and headers, and such as show by their look; `text` is in lower case."""
    if "://" in text and "@" in text:
        for match in _USERINFO.finditer(text):
            yield _key(match, 1)
    for pattern in _PLAIN:
        for match in pattern.finditer(text) if any(probe in text for probe in _PROBES[pattern]) else ():
            yield _key(match, match.lastindex or 0)
    for match in _HEADER.finditer(text) if any(word in text for word in ("authorization", "bearer", "cookie")) else ():
        secret = match[1]
        if any(sign.isdigit() for sign in secret) or len(secret) >= 20:
            yield _key(match, 1)
    for match in _IN_QUERY.finditer(text) if "=" in text else ():
        name = re.sub(r"[\W_]", "", match[1])
        if name not in _NAMES_NO_KEY and LOOKS_LIKE_A_KEY.fullmatch(match[2]) and not _is_told(match[2]):
            yield _key(match, 2)


def _is_told(value: str) -> bool:
    """Whether it is a moment, an address or a row of words, which say something to a reader."""
    if all(part.isalpha() or part.isdigit() for part in re.split(r"[-_./~+]+", value.strip("-_./~+="))):
        return True
    return re.match(r"\d{4}-\d\d-\d\d|https?[:.]|\d{1,3}(?:\.\d{1,3}){3}", value) is not None


def _key(match: re.Match[str], group: int) -> Span:
    return Span(match.start(group), match.end(group), Value(Kind.KEY, match[group]))
