"""A mail server of the tests that answers as it is told."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

DROP = "drop"  # break the connection instead of answering


class Server(socketserver.ThreadingTCPServer):
    """`on_recipient` and `on_data` are the answers to come, first one first; when they run out all is well."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.on_recipient: list[str] = []
        self.on_data: list[str] = []
        self.accepted: list[EmailMessage] = []
        self.connections = 0

    @property
    def port(self) -> int:
        return cast("tuple[str, int]", self.server_address)[1]


class _Session(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self.server.connections += 1
        self._say("220 test")
        while line := self.rfile.readline():
            command = line[:4].upper()
            if command == b"RCPT":
                answer = self.server.on_recipient.pop(0) if self.server.on_recipient else "250 ok"
            elif command == b"DATA":
                answer = self._take()
            else:
                answer = "221 bye" if command == b"QUIT" else "250 ok"
            if answer == DROP:
                return
            self._say(answer)

    def _take(self) -> str:
        self._say("354 go")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b"."))
        answer = self.server.on_data.pop(0) if self.server.on_data else "250 ok"
        if answer in {"250 ok", DROP}:
            letter = message_from_bytes(b"".join(lines), policy=policy.default)
            self.server.accepted.append(letter)
        return answer

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@contextmanager
def serving() -> Iterator[Server]:
    with Server() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()
