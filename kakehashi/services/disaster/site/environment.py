"""The templates of the pages, the one style they carry, and what identifies both."""

import base64
import hashlib
import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kakehashi.services.disaster.site import words

FOLDER = Path(__file__).parent
PAGES = FOLDER / "pages"


def _small(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\s*([{};:,>])\s*", r"\1", re.sub(r"\s+", " ", css)).replace(";}", "}").strip()


STYLE = _small((PAGES / "style.css").read_text())
STYLE_HASH = "sha256-" + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
# What made a page: when a template or the code changes, every page is made anew.
STAMP = hashlib.blake2b(
    b"".join(path.read_bytes() for path in sorted([*FOLDER.glob("*.py"), *PAGES.iterdir()])), digest_size=16
).hexdigest()
ENVIRONMENT = Environment(
    loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
ENVIRONMENT.globals.update(
    style=STYLE, style_hash=STYLE_HASH, status_words=words.STATUS, state_words=words.STATE, shelter_words=words.SHELTER
)
