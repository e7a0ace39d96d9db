"""Answers requests from the release that stands: from memory, in the best encoding, without Django and the database.

Only paths of the release's manifest are answered, so no address reaches any other file. The link `current` is read for
each request: a new release is served whole from the moment it stands.
"""

import functools
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

HELD = 64 * 1024 * 1024  # bytes of files kept in memory
LARGEST_HELD = 1024 * 1024  # bytes of a file that is kept
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/cap+xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".zip": "application/zip",
}
# Within a minute everybody has the new page; when this server is gone, caches go on answering for a day.
CACHING = "public, max-age=30, stale-while-revalidate=60, stale-if-error=86400"
# Each page names the hash of its one style itself; this goes for everything, also for what is no page.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:;"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
COMMON = (
    ("Cache-Control", CACHING),
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Vary", "Accept-Encoding"),
)
OPEN_TO_ALL = (("Access-Control-Allow-Origin", "*"),)  # what programs read
NOT_YET = "準備中です。 / Not yet published.\n".encode()
Headers = list[tuple[str, str]]


class Answer(NamedTuple):
    status: int
    headers: Headers
    body: bytes


class Release:
    """One release: where it lies, its files, and the answers it has given. Nothing of another ever gets into it."""

    def __init__(self, root: Path, target: str) -> None:
        self.target = target
        self.site = root / target
        manifest: dict[str, Any] = json.loads(self.site.with_name("manifest.json").read_bytes())
        bundles = manifest["bundles"].values()
        self.files: dict[str, str] = {path: row["hash"] for bundle in bundles for path, row in bundle["files"].items()}
        self._held: dict[tuple[str, str], Answer] = {}
        self._size = 0

    def answer(self, path: str, encoding: str) -> Answer:
        return self._held.get((path, encoding)) or self._read(path, encoding)

    def _read(self, path: str, encoding: str) -> Answer:
        name = f"{path}index.html" if path.endswith("/") or not path else path
        if name not in self.files:
            if f"{path}/index.html" in self.files:
                last = path.rsplit("/", 1)[-1]
                return Answer(301, [("Location", f"{last}/"), ("Content-Length", "0"), *COMMON], b"")
            return self._file("404.html", encoding, 404) if "404.html" in self.files else Answer(404, [*COMMON], b"")
        answer = self._file(name, encoding, 200)
        if len(answer.body) <= LARGEST_HELD and self._size < HELD:
            self._held[path, encoding] = answer
            self._size += len(answer.body)
        return answer

    def _file(self, name: str, encoding: str, status: int) -> Answer:
        place = self.site / name
        suffix = place.suffix
        packed = {"br": ".br", "gzip": ".gz"}.get(encoding, "") if suffix != ".zip" else ""
        body = place.with_name(place.name + packed).read_bytes()
        headers: Headers = [("ETag", f'"{self.files[name]}{packed}"'), ("Content-Type", TYPES[suffix])]
        headers += [("Content-Length", str(len(body))), *COMMON]
        if packed:
            headers.append(("Content-Encoding", encoding))
        if suffix not in {".html", ".zip"}:
            headers += OPEN_TO_ALL
        return Answer(status, headers, body)


class Folder:
    """The releases under `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._link = os.fspath(root / "current")
        self._release: Release | None = None

    def answer(self, method: str, path: str, accepted: str = "", known: str = "") -> Answer:
        """`path` without the slash in front; `accepted` and `known`: Accept-Encoding and If-None-Match, or empty."""
        if method not in {"GET", "HEAD"}:
            return Answer(405, [("Allow", "GET, HEAD"), ("Content-Length", "0"), *COMMON], b"")
        release = self._standing()
        if release is None:
            return Answer(404, [("Content-Type", TYPES[".txt"]), *COMMON], NOT_YET)
        answer = release.answer(path, preferred(accepted))
        if known and answer.status == 200 and matches(known, answer.headers[0][1]):
            return Answer(304, [answer.headers[0], *COMMON], b"")
        return answer if method == "GET" else Answer(answer.status, answer.headers, b"")

    def _standing(self) -> Release | None:
        """The release that stands, if any. A request keeps the one it began with, whatever other threads find."""
        try:
            target = os.readlink(self._link)  # noqa: PTH115  # once for each request
        except OSError:
            return None
        release = self._release
        if release is None or release.target != target:
            self._release = release = Release(self.root, target)
        return release


@functools.lru_cache(maxsize=1000)
def preferred(accepted: str) -> str:
    """The best of our encodings among those accepted: br, gzip or none at all."""
    offers = {}
    for offer in accepted.lower().split(","):
        name, _, quality = offer.strip().partition(";")
        offers[name.strip()] = quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    for name in ("br", "gzip"):
        if offers.get(name, offers.get("*", False)):
            return name
    return ""


def matches(known: str, tag: str) -> bool:
    return known.strip() == "*" or tag in (each.strip().removeprefix("W/") for each in known.split(","))


REASONS = {200: "OK", 301: "Moved Permanently", 304: "Not Modified", 404: "Not Found", 405: "Method Not Allowed"}
Start = Callable[[str, Headers], Any]


def wsgi(folder: Folder) -> Callable[[dict[str, Any], Start], Iterable[bytes]]:
    """The folder as a WSGI application."""

    def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace").lstrip("/")
        answer = folder.answer(
            environ["REQUEST_METHOD"],
            path,
            environ.get("HTTP_ACCEPT_ENCODING", ""),
            environ.get("HTTP_IF_NONE_MATCH", ""),
        )
        start(f"{answer.status} {REASONS[answer.status]}", answer.headers)
        return [answer.body]

    return application


def standing() -> Callable[[dict[str, Any], Start], Iterable[bytes]]:
    """For a server of its own: the folder that KAKEHASHI_PAGES names."""
    return wsgi(Folder(Path(os.environ["KAKEHASHI_PAGES"])))
