"""The web pages of the lab's internet: challenges with their true bodies, and a page larger than one packet."""

FILLER = "<p>" + "The quick brown fox jumps over the lazy dog. " * 450 + "</p>"
HOME_PAGE = (
    f"<!doctype html><html><head><title>Welcome</title></head><body><h1>Welcome</h1>{FILLER}</body></html>".encode()
)
CHALLENGES: dict[tuple[str, str], tuple[int, str, bytes]] = {
    ("connectivitycheck.gstatic.com", "/generate_204"): (204, "", b""),
    ("www.gstatic.com", "/generate_204"): (204, "", b""),
    ("www.google.com", "/generate_204"): (204, "", b""),
    ("cp.cloudflare.com", "/generate_204"): (204, "", b""),
    ("cp.cloudflare.com", "/"): (204, "", b""),
    ("captive.apple.com", "/hotspot-detect.html"): (
        200,
        "text/html",
        b"<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>\n",
    ),
    ("captive.apple.com", "/"): (
        200,
        "text/html",
        b"<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>\n",
    ),
    ("www.msftconnecttest.com", "/connecttest.txt"): (200, "text/plain", b"Microsoft Connect Test"),
    ("detectportal.firefox.com", "/success.txt"): (200, "text/plain", b"success\n"),
    ("detectportal.firefox.com", "/canonical.html"): (
        200,
        "text/html",
        b'<meta http-equiv="refresh" content="0;url=https://support.mozilla.org/kb/captive-portal"/>',
    ),
    ("nmcheck.gnome.org", "/check_network_status.txt"): (200, "text/plain", b"NetworkManager is online\n"),
    ("network-test.debian.org", "/nm"): (200, "text/plain", b"NetworkManager is online\n"),
}
REASONS = {
    200: "OK",
    204: "No Content",
    301: "Moved Permanently",
    302: "Found",
    403: "Forbidden",
    404: "Not Found",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


def page(host: str, path: str) -> tuple[int, str, bytes]:
    """Find what the lab's internet answers: status, content type, body."""
    bare = host.lower().rsplit(":", 1)[0] if host.count(":") == 1 else host.lower()
    path = path.split("?", 1)[0]
    found = CHALLENGES.get((bare, path))
    if found is not None:
        return found
    if path.endswith(("/generate_204", "/gen_204")):
        return 204, "", b""
    return 200, "text/html", HOME_PAGE
