"""XLIFF 1.2. What comes in is read without entities, DTD or network."""

from django.utils.translation import gettext as _
from lxml import etree

from kakehashi.foundation.translation.exchange.rows import FileError, Incoming, Outgoing, Returned, Row, read_mark

_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_STATES = {
    "machine": "needs-review-translation",
    "returned": "needs-review-translation",
    "stale": "needs-adaptation",
    "to_check": "translated",
    "checked": "signed-off",
}
_FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])  # what XML cannot hold


def written(file: Outgoing) -> bytes:
    root = etree.Element(f"{{{_NAMESPACE}}}xliff", nsmap={None: _NAMESPACE}, version="1.2")
    body = etree.SubElement(
        _add(
            root,
            "file",
            original="kakehashi",
            datatype="plaintext",
            **{"source-language": file.source_language, "target-language": file.language},
        ),
        f"{{{_NAMESPACE}}}body",
    )
    for row in file.rows:
        _unit(body, row)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _unit(body: etree._Element, row: Row) -> None:
    unit = _add(body, "trans-unit", id=row.key, extradata=row.mark, approved="yes" if row.status == "checked" else "no")
    unit.set(f"{_XML}space", "preserve")
    _add(unit, "source", row.source)
    if row.body:
        target = _add(unit, "target", row.body)
        if state := _STATES.get(row.status):
            target.set("state", state)
    for note in (row.japanese, row.note):
        if note:
            _add(unit, "note", note)


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)
    child.text = text.translate(_FORBIDDEN) or None
    return child


def read(content: bytes) -> Returned:
    """A unit without a target says nothing. Raises ``FileError``."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        again = _("ファイルを書き出し直すか、翻訳の道具でXLIFF 1.2として保存し直してください。")
        if line := getattr(error, "lineno", None):
            where = _("XLIFFファイルとして読み取れないところがあります（%(line)s行目）。") % {"line": line}
            raise FileError(where + again) from error
        raise FileError(_("XLIFFファイルとして読み取れません。") + again) from error
    if root.getroottree().docinfo.doctype:
        raise FileError(_("DOCTYPEのあるファイルは受け取れません。"))
    if root.tag != f"{{{_NAMESPACE}}}xliff":
        raise FileError(_("XLIFF 1.2のファイルではありません。"))
    file = root.find(f"{{{_NAMESPACE}}}file")
    language = file.get("target-language", "") if file is not None else ""
    return Returned(
        language, [found for unit in root.iter(f"{{{_NAMESPACE}}}trans-unit") if (found := _incoming(unit))]
    )


def _incoming(unit: etree._Element) -> Incoming | None:
    target = unit.find(f"{{{_NAMESPACE}}}target")
    body = "".join(str(part) for part in target.itertext()) if target is not None else ""
    if not body.strip():
        return None
    return Incoming(unit.get("id", ""), body, *read_mark(unit.get("extradata", "")))
