"""Paper: PDF by Typst from our own templates in `typst/`.

What people typed reaches a template only as JSON in ``sys.inputs``: text there is never read as code. The compiler sees
the templates' folder and nothing else, loads no packages, and takes its fonts from installed wheels, so that every
machine draws the same page.
"""

import json
import sysconfig
import threading
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _
from django.utils.translation import override

TEMPLATES = Path(__file__).with_name("typst")
# The wheel and its folder of fonts.
_FONT_WHEELS = {
    "justmytype_intl_cjk": "fonts",
    "justmytype_intl_sea": "fonts",
    "justmytype_intl_rtl": "fonts",
    "justmytype_intl_south_asia": "fonts",
    "fontpkg_noto_sans": "files",
}
_RIGHT_TO_LEFT = {"ar", "fa", "ur", "he"}
_of_thread = threading.local()


def render(template: str | Path, data: dict[str, Any], *, language: str) -> bytes:
    """A tagged PDF of the template (``letter``, ``certificate``, ``itinerary``, ``text``) with these data.

    A service brings its own template as a path; it may import ``base.typ``. The shape of the data stands in the head
    of the template.

    Raises ``typst.TypstError`` when the data lack something the template needs: a mistake of the caller.
    """
    pages = _compiler().compile(_source(template), format="pdf", sys_inputs=_inputs(data, language))
    return pages if isinstance(pages, bytes) else b"".join(pages or [])


def picture(template: str | Path, data: dict[str, Any], *, language: str, ppi: int = 100) -> list[bytes]:
    """The same pages as PNG, to be looked at."""
    pages = _compiler().compile(_source(template), format="png", ppi=ppi, sys_inputs=_inputs(data, language))
    return pages if isinstance(pages, list) else [pages or b""]


@cache
def _source(template: str | Path) -> bytes:
    path = template if isinstance(template, Path) else TEMPLATES / f"{template}.typ"
    if not path.is_file() or (isinstance(template, str) and path.parent != TEMPLATES):
        raise ValueError(f"there is no template {template!r}")
    return path.read_bytes()


def _inputs(data: dict[str, Any], language: str) -> dict[str, str]:
    with override(language):
        return {
            "data": json.dumps(data, ensure_ascii=False),
            "words": json.dumps(_words(), ensure_ascii=False),
            "language": language.partition("-")[0],
            "region": language.partition("-")[2],
            "direction": "rtl" if language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr",
        }


def _compiler() -> typst.Compiler:
    """One for each thread, used again and again: what it has read and laid out once it remembers."""
    known: typst.Compiler | None = getattr(_of_thread, "compiler", None)
    if known is None:
        known = _of_thread.compiler = typst.Compiler(
            root=TEMPLATES, font_paths=_fonts(), package_path=TEMPLATES, package_cache_path=TEMPLATES
        )
    return known


def _words() -> dict[str, str]:
    """The words of the templates themselves."""
    return {
        "seal_omitted": _("(公印省略)"),
        "draft": _("下書き"),
        "contact": _("問合せ先"),
        "itinerary": _("行程表"),
        "time": _("時刻"),
        "what": _("内容"),
        "place": _("場所"),
        "remarks": _("備考"),
        "number": _("番号"),
        "applicant": _("依頼団体"),
        "office": _("担当事務所"),
        "zone": _("時刻の地域"),
        "nothing": _("まだ予定はありません。"),
    }


@cache
def _fonts() -> typst.Fonts:
    """Noto in every script; read once in a process."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=_font_folders())


def _font_folders() -> list[str]:
    specs = [(find_spec(name), folder) for name, folder in _FONT_WHEELS.items()]
    folders = [str(Path(spec.origin).parent / folder) for spec, folder in specs if spec is not None and spec.origin]
    if len(folders) != len(_FONT_WHEELS):
        raise RuntimeError(f"fonts are missing in {sysconfig.get_path('purelib')}: install requirements/base.txt")
    return folders
