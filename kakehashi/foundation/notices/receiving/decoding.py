"""Bytes of mails as text, whatever they claim to be. Nothing here raises."""

import binascii
import re
from email.header import decode_header

from kakehashi.kernel import japanese

LONGEST_HEADER = 4_000  # characters that are looked at
# Only these: others that Python knows can be made slow (punycode) or are not for mail (unicode_escape).
_CHARSETS = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8", "iso-2022-jp": "iso-2022-jp",
    "iso-2022-jp-ms": "iso-2022-jp", "cp50221": "iso-2022-jp", "shift_jis": "cp932", "shift-jis": "cp932",
    "sjis": "cp932", "x-sjis": "cp932", "cp932": "cp932", "ms932": "cp932", "windows-31j": "cp932",
    "euc-jp": "euc_jis_2004", "x-euc-jp": "euc_jis_2004", "gb2312": "gb18030", "gbk": "gb18030",
    "gb18030": "gb18030", "big5": "big5hkscs", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "koi8-r": "koi8-r",
    "tis-620": "cp874", "windows-874": "cp874", "utf-16": "utf-16",
    **{f"iso-8859-{part}": f"iso-8859-{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)},
    **{f"windows-{page}": f"cp{page}" for page in range(1250, 1259)},
}  # fmt: skip
_ESCAPE = b"\x1b"


def text_of(content: bytes, charset: str = "") -> str:
    """The bytes in the named charset, else in the first that fits; what fits none has � in it."""
    claimed = _CHARSETS.get(charset.strip().strip("\"'").lower(), "")
    tried = [claimed, "iso-2022-jp" if _ESCAPE in content else "", "utf-8", "cp932", "euc_jis_2004"]
    for name in dict.fromkeys(filter(None, tried)):
        try:
            return _japanese_seven_bits(content) if name == "iso-2022-jp" else content.decode(name)
        except UnicodeError:
            continue
    return content.decode(claimed or "utf-8", "replace")


def _japanese_seven_bits(content: bytes) -> str:
    """ISO-2022-JP with the letters ① ㈱ that Japanese mail programs put in although they are not in it."""
    try:
        return content.decode("iso2022_jp_ext")
    except UnicodeError:
        return content.replace(b"\x1b$B", b"\x1b$(Q").replace(b"\x1b$@", b"\x1b$(Q").decode("iso2022_jp_2004")


def header_text(raw: object) -> str:
    """A header as one clean line: encoded words read, raw eight-bit letters guessed, nothing invisible left."""
    text = re.sub(r"\r?\n[ \t]+", " ", str(raw or "")[:LONGEST_HEADER])
    try:
        parts = decode_header(text)
    except (ValueError, binascii.Error, UnicodeError):
        parts = [(text, None)]
    words = [_part(word, charset) for word, charset in parts]
    return japanese.clean_line("".join(words))


def _part(word: str | bytes, charset: str | None) -> str:
    if isinstance(word, bytes):
        return text_of(word, charset or "")
    if any(0xDC80 <= ord(letter) <= 0xDCFF for letter in word):  # how the parser hands on raw eight-bit letters
        return text_of(word.encode("utf-8", "surrogateescape"))
    return word.encode("utf-8", "replace").decode()
