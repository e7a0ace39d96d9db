"""XML from outside: refused before it is parsed when it could harm, in words when it cannot be read."""

import codecs
import re
from typing import Any

from django.utils.translation import gettext
from lxml import etree

Element = Any  # an element of lxml, which has no types of its own
MAX_BYTES = 5_000_000  # ten times the largest message known
MAX_TAGS = 400_000  # in 5 MB of real messages; more is made to fill memory
MAX_DEPTH = 40  # real messages reach 12
TOO_DEEP = etree.XPath("boolean(" + "/*" * (MAX_DEPTH + 1) + ")")
DECLARED = re.compile(rb"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


class ReadError(Exception):
    """Why this cannot be read, in one sentence in the language of the reader."""


def parse(data: bytes) -> Element:
    """The root element. Raises ReadError."""
    _check_size(data)
    _check_encoding(data)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ReadError(gettext("DOCTYPE や ENTITY の宣言がある XML は、危険なため読みません。"))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as broken:
        line = broken.lineno or 1
        raise ReadError(gettext("%(line)s 行目で XML が途切れているか、壊れています。") % {"line": line}) from broken
    if TOO_DEEP(root):
        raise ReadError(gettext("XML の入れ子が %(limit)s 段を超えています。") % {"limit": MAX_DEPTH})
    return root


def _check_size(data: bytes) -> None:
    if not data.strip():
        raise ReadError(gettext("中身がありません。"))
    if len(data) > MAX_BYTES:
        raise ReadError(gettext("%(limit)s MB を超えているため読みません。") % {"limit": MAX_BYTES // 1_000_000})
    if data.count(b"<") > MAX_TAGS:
        raise ReadError(gettext("要素が多すぎるため読みません。"))


def _check_encoding(data: bytes) -> None:
    """JMA sends UTF-8 and nothing else; another encoding could also hide a DOCTYPE."""
    declared = DECLARED.match(data.removeprefix(codecs.BOM_UTF8))
    if declared and declared[1].lower() not in {b"utf-8", b"utf8"}:
        raise ReadError(
            gettext("文字コードが %(name)s と書かれています。気象庁の電文は UTF-8 です。")
            % {"name": declared[1].decode("ascii")}
        )
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise ReadError(
            gettext("文字コードが UTF-8 ではありません（%(position)s バイト目）。") % {"position": wrong.start + 1}
        ) from wrong
