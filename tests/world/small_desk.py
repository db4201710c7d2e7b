"""A help desk on loopback: Jira, ServiceNow, Zendesk and a webhook at once, with whatever manners a test wants."""

from __future__ import annotations

import json
import re
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import md5
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Manner = str
"""What happens to one question: "" is answered well; "503", "429", "401", ... a status; "cut" broken off before it is
worked on; "lost" worked on, and broken off without a word; "hang", "garbage", "html", "huge", "drip", "elsewhere"; an
object is answered in place of what would be."""
HANG_S = 30.0


@dataclass
class Case:
    """A ticket."""

    id: int
    title: str
    text: str
    key: str = ""
    comments: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    doubles: int = 0
    """Files that came a second time."""

    @property
    def sys_id(self) -> str:
        """As ServiceNow has it."""
        return md5(str(self.id).encode(), usedforsecurity=False).hexdigest()

    @property
    def names(self) -> tuple[str, str, str]:
        """In Jira, in ServiceNow, in Zendesk."""
        return f"HELP-{self.id}", f"INC{self.id:07}", str(self.id)


@dataclass
class Helpdesk:
    """Its tickets, its manners, and what it was asked."""

    manner: Callable[[str, str], Manner] = lambda method, path: ""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Sent with every status that is no success."""
    writes_keys: bool = True
    """ServiceNow: whether the account may write correlation_id; Jira: whether titles stay as they were sent."""
    knows_keys: bool = True
    """ServiceNow: whether a condition on correlation_id is understood; else it is left out, as it does by default."""
    rows: list[dict[str, Any]] = field(default_factory=list)
    """What was sent to open tickets and to comment on them."""
    secret: str = ""
    """The header Authorization that lets in; empty: any."""
    cases: list[Case] = field(default_factory=list)
    posts: list[dict[str, Any]] = field(default_factory=list)
    """What the webhook has taken, again and again where it came again."""
    asked: list[tuple[str, str, Mapping[str, str]]] = field(default_factory=list)
    uploads: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)

    def case(self, name: str) -> Case | None:
        """By any of its names."""
        return next((case for case in self.cases if name in (*case.names, case.sys_id)), None)

    def open(self, title: str, text: str, key: str = "") -> Case:
        """A new one."""
        case = Case(len(self.cases) + 1, title, text, key)
        self.cases.append(case)
        return case

    def attach(self, case: Case, name: str, data: bytes) -> None:
        """One more file."""
        case.doubles += name in case.files
        case.files[name] = data

    # --- what each desk answers: status and object

    def answer(self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes) -> Any:
        """Do what is asked."""
        with self.lock:
            for room in (self.jira, self.servicenow, self.zendesk, self.hook):
                found = room(method, path.strip("/"), query, headers, body)
                if found is not None:
                    return found
        return 404, {"error": "no such page"}

    def jira(self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes) -> Any:
        if not path.startswith("rest/servicedeskapi/"):
            return None
        path = path.removeprefix("rest/servicedeskapi/")
        if path == "request" and method == "GET":
            assert query["requestOwnership"] == "OWNED_REQUESTS"
            found = [c for c in self.cases if query.get("searchTerm", "") in c.title]
            start = int(query["start"])
            page = [self._issue(c) for c in found[start : start + int(query["limit"])]]
            return 200, {"values": page, "isLastPage": start + len(page) >= len(found)}
        if path == "request":
            told = json.loads(body)
            assert set(told) == {"serviceDeskId", "requestTypeId", "requestFieldValues"}
            title, text = (told["requestFieldValues"][n] for n in ("summary", "description"))
            self.rows.append(told)
            return 201, self._issue(self.open(title if self.writes_keys else "Changed by a rule", plain(text)))
        if re.fullmatch(r"servicedesk/[0-9]+/requesttype/[0-9]+", path):
            return 200, {"id": "1"}
        if re.fullmatch(r"servicedesk/[0-9]+/attachTemporaryFile", path):
            assert headers["x-atlassian-token"] == "no-check"
            border = headers["content-type"].partition("boundary=")[2].encode()
            head, _, rest = body.split(b"--" + border)[1].partition(b"\r\n\r\n")
            name = re.search(rb'name="file"; filename="([^"]+)"', head)
            assert name is not None
            token = f"temp{len(self.uploads)}"
            self.uploads[token] = name[1].decode(), rest.removesuffix(b"\r\n")
            return 201, {"temporaryAttachments": [{"temporaryAttachmentId": token, "fileName": name[1].decode()}]}
        match = re.fullmatch(r"request/([A-Z]+-[0-9]+)(/comment|/attachment)?", path)
        case = self.case(match[1]) if match else None
        if match is None or case is None:
            return 404, {"errorMessage": "not found"}
        if match[2] is None:
            return 200, self._issue(case)
        if method == "GET":
            start = int(query["start"])
            rows = [{"body": c} for c in case.comments] if match[2] == "/comment" else [
                {"filename": n} for n in case.files
            ]  # fmt: skip
            page = rows[start : start + 2]  # pages are shorter than was asked for
            return 200, {"values": rows[start : start + 50], "isLastPage": start + 50 >= len(rows), "size": len(page)}
        told = json.loads(body)
        if match[2] == "/comment":
            self.rows.append(told)
            case.comments.append(plain(told["body"]))
        else:
            for token in told["temporaryAttachmentIds"]:
                self.attach(case, *self.uploads.pop(token))
        return 201, {"id": "1"}

    def _issue(self, case: Case) -> dict[str, Any]:
        fields = [{"fieldId": "summary", "value": case.title}, {"fieldId": "description", "value": case.text}]
        return {"issueId": str(case.id), "issueKey": case.names[0], "requestFieldValues": fields, "_links": {}}

    def servicenow(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Any:
        if path == "api/now/attachment":
            case = self.case(query["sysparm_query"].rpartition("table_sys_id=")[2])
            return 200, {"result": [{"file_name": name} for name in case.files] if case else []}
        if path == "api/now/attachment/file":
            case = self.case(query["table_sys_id"])
            assert case is not None
            self.attach(case, query["file_name"], body)
            return 201, {"result": {"sys_id": "0" * 32}}
        match = re.fullmatch(r"api/now/table/incident(?:/([0-9a-f]{32}))?", path)
        if match is None:
            return None
        if match[1]:
            case = self.case(match[1])
            assert case is not None
            if method == "PATCH":
                self.rows.append(json.loads(body))
                case.comments.append(json.loads(body)["comments"])
            shown = "\n\n".join(f"2026-11-22 14:20:00 - Me (Comments)\n{text}" for text in reversed(case.comments))
            return 200, {"result": {**self._incident(case), "comments": shown}}
        if method == "POST":
            told = json.loads(body)
            self.rows.append(told)
            key = told["correlation_id"] if self.writes_keys else ""
            case = self.open(told["short_description"], told["description"], key)
            return 201, {"result": self._incident(case)}
        name, _, value = query.get("sysparm_query", "").partition("=")
        if name.startswith("descriptionLIKE"):
            found = [c for c in self.cases if name[15:47] in c.text]
        elif name == "correlation_id" and not self.knows_keys:
            found = self.cases
        else:
            found = [c for c in self.cases if value == (c.key if name == "correlation_id" else c.names[1])]
        return 200, {"result": [self._incident(c) for c in found[: int(query.get("sysparm_limit", "99"))]]}

    def _incident(self, case: Case) -> dict[str, Any]:
        return {
            "sys_id": case.sys_id, "number": case.names[1], "correlation_id": case.key, "description": case.text,
        }  # fmt: skip

    def zendesk(self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes) -> Any:
        if path == "api/v2/uploads.json":
            token = f"token{len(self.uploads)}"
            self.uploads[token] = query["filename"], body
            return 201, {"upload": {"token": token}}
        if path == "api/v2/tickets.json":
            if method == "GET":
                found = [self._ticket(c) for c in self.cases if c.key == query["external_id"]]
                return 200, {"tickets": found, "next_page": None}
            told = json.loads(body)["ticket"]
            case = next((c for c in self.cases if c.key == headers["idempotency-key"]), None)
            self.rows.append(told)
            case = case or self.open(told["subject"], plain(told["comment"]["html_body"]), told["external_id"])
            return 201, {"ticket": self._ticket(case)}
        match = re.fullmatch(r"api/v2/tickets/([0-9]+)(/comments)?\.json", path)
        if match is None:
            return None
        case = self.case(match[1])
        if case is None:
            return 404, {"error": "RecordNotFound"}
        if match[2]:
            files = [{"file_name": name} for name in case.files]
            comments = [{"body": text, "attachments": []} for text in case.comments]
            return 200, {"comments": [*comments, {"body": case.text, "attachments": files}], "next_page": None}
        if method == "PUT":
            comment = json.loads(body)["ticket"]["comment"]
            self.rows.append(comment)
            case.comments.append(comment["body"] if "body" in comment else plain(comment["html_body"]))
            for token in comment.get("uploads", ()):
                self.attach(case, *self.uploads.pop(token))
        return 200, {"ticket": self._ticket(case)}

    def _ticket(self, case: Case) -> dict[str, Any]:
        return {"id": case.id, "external_id": case.key or None}

    def hook(self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes) -> Any:
        if path != "hook":
            return None
        if method == "HEAD":
            return 405, {}
        told = json.loads(body)
        assert headers["idempotency-key"] == told["key"]
        self.posts.append(told)
        return 200, {"ticket": "T-7", "url": "https://desk.example/T-7"}


def plain(text: str) -> str:
    """A text as a person sees it at a desk: {noformat} of Jira and HTML of Zendesk taken off."""
    if text.startswith("{noformat}"):
        return text.removeprefix("{noformat}\n").removesuffix("{noformat}")
    return unescape(text.removeprefix("<pre>").removesuffix("</pre>"))


@contextmanager
def desk_server(desk: Helpdesk, tls: ssl.SSLContext) -> Iterator[str]:
    """The address at which it is; HTTPS alone."""

    class Talk(BaseHTTPRequestHandler):
        def _do(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            desk.asked.append((self.command, self.path, headers))
            manner = desk.manner(self.command, parts.path)
            if desk.secret and headers.get("authorization") != desk.secret:
                manner = "401"
            if manner == "cut":
                self.close_connection = True
                return
            if manner == "hang":
                desk.over.wait(HANG_S)
                return
            if manner == "garbage":
                self.wfile.write(b"\x00\x01 not a protocol of this world\r\n\r\n")
                self.close_connection = True
                return
            if manner == "elsewhere":
                self._say(302, b"", {"Location": "https://other.example/login"})
                return
            if manner.isdecimal():
                self._say(int(manner), b'{"error": "so it is"}', desk.headers)
                return
            if manner.startswith("{"):
                self._say(200, manner.encode(), {"Content-Type": "application/json"})
                return
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            status, told = desk.answer(self.command, parts.path, query, headers, body)
            data = json.dumps(told).encode()
            if manner == "lost":
                self.close_connection = True
                return
            if manner == "half":
                self.wfile.write(b"HTTP/1.1 201 Created\r\nContent-Length: 5000\r\n\r\n{")
                self.close_connection = True
                return
            if manner == "html":
                data = b"<html>Sign in</html>"
            if manner == "huge":
                data = b"[" + b"1," * (1 << 20) + b"1]"
            if manner == "drip":
                self._drip()
                return
            self._say(status, data, {"Content-Type": "application/json"})

        do_GET = do_POST = do_PUT = do_PATCH = do_HEAD = _do

        def _say(self, status: int, data: bytes, more: Mapping[str, str]) -> None:
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def _drip(self) -> None:
            try:
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                while not desk.over.wait(0.01):
                    self.wfile.write(b"X-More: 1\r\n")
            except OSError:
                pass

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def server_bind(self) -> None:
            TCPServer.server_bind(self)
            self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

        def finish_request(self, request: Any, client_address: Any) -> None:
            with tls.wrap_socket(request, server_side=True) as secured:  # on the request's own thread
                Talk(secured, client_address, self)

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A conversation that breaks off is part of the test."""

    server = Server(("127.0.0.1", 0), Talk)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_address[1]}/"
    finally:
        desk.over.set()
        server.shutdown()
        thread.join(10)
        server.server_close()
