"""PO: the key as context, the pivot as msgid, the Japanese and where it stands as comments; fuzzy until checked."""

import re

import polib
from django.utils.translation import gettext as _

from kakehashi.foundation.translation.exchange.rows import FileError, Incoming, Outgoing, Returned, Row, read_mark

_FUZZY = {"machine", "stale", "returned"}
_SURE = {"to_check", "checked"}
_LINE = re.compile(r"\(line (\d+)\)")


def written(file: Outgoing) -> bytes:
    po = polib.POFile(wrapwidth=0)
    po.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": file.language.replace("-", "_"),
        "X-Source-Language": file.source_language,
    }
    for row in file.rows:
        po.append(_entry(row))
    return (str(po) + "\n").encode()


def _entry(row: Row) -> polib.POEntry:
    comment = "\n".join(part for part in (row.japanese, row.note, row.mark) if part)
    flags = ["fuzzy"] if row.status in _FUZZY else []
    return polib.POEntry(msgctxt=row.key, msgid=row.source, msgstr=row.body, comment=comment, flags=flags)


def read(content: str) -> Returned:
    """An entry without a translation says nothing. Raises ``FileError``."""
    if "msgid" not in content or "\n" not in content:
        raise FileError(_unreadable(None))
    try:
        po = polib.pofile(content, wrapwidth=0)
    except (OSError, ValueError, UnicodeDecodeError) as error:
        raise FileError(_unreadable(_LINE.search(str(error)))) from error
    texts = [
        Incoming(entry.msgctxt, entry.msgstr, *read_mark(entry.comment))
        for entry in po
        if entry.msgctxt and entry.msgstr and not entry.obsolete
    ]
    return Returned(po.metadata.get("Language", "").replace("_", "-"), texts)


def _unreadable(line: re.Match[str] | None) -> str:
    again = _("ファイルを書き出し直すか、翻訳の道具でPOとして保存し直してください。")
    if line is None:
        return _("POファイルとして読み取れません。") + again
    return _("POファイルとして読み取れないところがあります（%(line)s行目）。") % {"line": line[1]} + again
