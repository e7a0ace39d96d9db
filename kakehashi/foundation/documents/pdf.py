"""Paper: PDF by Typst from our own templates in `typst/`.

What people typed reaches a template only as JSON in ``sys.inputs``: text there is never read as code. The compiler sees
the templates' folder and nothing else, loads no packages, and takes its fonts from installed wheels, so that every
machine draws the same page.
"""

import json
import sysconfig
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _
from django.utils.translation import override

TEMPLATES = Path(__file__).with_name("typst")
_FONT_WHEELS = ["justmytype_intl_cjk", "justmytype_intl_sea", "justmytype_intl_rtl", "justmytype_intl_south_asia"]
_RIGHT_TO_LEFT = {"ar", "fa", "ur", "he"}


def render(template_name: str, data: dict[str, Any], *, language: str) -> bytes:
    """A tagged PDF of the template (``letter``, ``certificate``, ``itinerary``, ``text``) with these data.

    Their shape stands in the head of the template.

    Raises ``typst.TypstError`` when the data lack something the template needs: a mistake of the caller.
    """
    pages = _compiler(template_name, data, language).compile(format="pdf")
    return pages if isinstance(pages, bytes) else b"".join(pages or [])


def picture(template_name: str, data: dict[str, Any], *, language: str, ppi: int = 100) -> list[bytes]:
    """The same pages as PNG, to be looked at."""
    pages = _compiler(template_name, data, language).compile(format="png", ppi=ppi)
    return pages if isinstance(pages, list) else [pages or b""]


def _compiler(template_name: str, data: dict[str, Any], language: str) -> typst.Compiler:
    path = TEMPLATES / f"{template_name}.typ"
    if path.parent != TEMPLATES or not path.is_file():
        raise ValueError(f"there is no template {template_name!r}")
    with override(language):
        inputs = {
            "data": json.dumps(data, ensure_ascii=False),
            "words": json.dumps(_words(), ensure_ascii=False),
            "language": language.partition("-")[0],
            "region": language.partition("-")[2],
            "direction": "rtl" if language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr",
        }
    return typst.Compiler(
        path,
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs=inputs,
        package_path=TEMPLATES,
        package_cache_path=TEMPLATES,
    )


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
    specs = (find_spec(name) for name in _FONT_WHEELS)
    folders = [str(Path(spec.origin).parent / "fonts") for spec in specs if spec is not None and spec.origin]
    if len(folders) != len(_FONT_WHEELS):
        raise RuntimeError(f"fonts are missing in {sysconfig.get_path('purelib')}: install requirements/base.txt")
    return folders
