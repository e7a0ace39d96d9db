"""A mailbox on an IMAP server, as small as the conversation with it."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Mailbox:
    """`messages` by UID; what was marked read."""

    messages: dict[int, bytes]
    seen: set[int] = field(default_factory=set)
    port: int = 0


@contextmanager
def mailbox_of(*messages: bytes) -> Iterator[Mailbox]:
    box = Mailbox(dict(enumerate(messages, 1)))

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK ready\r\n")
            for line in self.rfile:
                tag, _space, said = line.strip().partition(b" ")
                for answer in answers(said):
                    self.wfile.write(answer)
                self.wfile.write(tag + b" OK done\r\n")

    def answers(said: bytes) -> Iterator[bytes]:
        if said.startswith(b"CAPABILITY"):
            yield b"* CAPABILITY IMAP4rev1\r\n"
        elif said.startswith(b"SELECT"):
            yield b"* 1 EXISTS\r\n"
        elif said.startswith(b"UID SEARCH"):
            yield b"* SEARCH " + b" ".join(str(uid).encode() for uid in box.messages if uid not in box.seen) + b"\r\n"
        elif found := re.match(rb"UID FETCH (\d+) \((RFC822.SIZE|BODY.PEEK\[(?:HEADER)?\])\)", said):
            uid, what = int(found[1]), found[2]
            content = box.messages[uid]
            if what == b"RFC822.SIZE":
                yield b"* %d FETCH (UID %d RFC822.SIZE %d)\r\n" % (uid, uid, len(content))
            else:
                content = content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if b"HEADER" in what else content
                yield b"* %d FETCH (UID %d BODY[] {%d}\r\n%b)\r\n" % (uid, uid, len(content), content)
        elif found := re.match(rb"UID STORE (\d+) ", said):
            box.seen.add(int(found[1]))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.daemon_threads = True
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield box
        server.shutdown()
