"""What somebody wrote anew in an answer: without the mail it quotes and without the signature.

Line by line, in time that grows with the length only. In doubt a line is kept; the whole mail is kept besides.
"""

import re

MARK = "##-"  # our mails ask, in a line that begins so, to write above it
_QUOTE_MARKS = (">", "＞")
_LONGEST_LINE = 400  # no header of a quotation is longer
_LAST_LINES = 15  # signatures stand here
_MAIL_BELOW = re.compile(
    r"-{2,}\s*(original message|original appointment|forwarded message|元のメッセージ|元のメール|転送メッセージ|"
    r"転送されたメッセージ|返信元のメッセージ|mensaje original|message d'origine|ursprüngliche nachricht)\s*-*",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"(on .{5,300} wrote:|le .{5,300} a écrit ?:|am .{5,300} schrieb.{0,200}:|"
    r".{0,300}(は|が)書きました[:：]?|.{5,300}(のメール|のメッセージ|からのメール)[:：]|\D{0,10}\d{4}[年/.-].{5,300}<[^<>\s]+@[^<>\s]+>[:：]?)",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"[*>\s]{0,4}(from|sent|to|cc|subject|date|差出人|送信者|送信日時|送信|日時|日付|宛先|件名|de|envoyé|à|objet)\*?\s?[:：]",
    re.IGNORECASE,
)
_SENT_FROM = re.compile(r"(sent from my .{1,40}|.{1,30}から送信|get outlook for .{1,20})", re.IGNORECASE)
_CONTACT = re.compile(r"@|tel|fax|〒|電話|内線", re.IGNORECASE)


def new_words(text: str) -> str:
    """What is new in the mail; all of it where nothing seems to be new."""
    lines = _above_the_mark(text.split("\n"))
    lines = [line for line in lines if not line.lstrip().startswith(_QUOTE_MARKS)]
    lines = _without_signature(lines)
    return "\n".join(lines).strip() or text.strip()


def _above_the_mark(lines: list[str]) -> list[str]:
    """Up to where the mail that is answered begins. A line that introduces quoted lines is left out alone."""
    kept: list[str] = []
    for number, line in enumerate(lines):
        plain = line.strip().lstrip(">").strip()
        if MARK in plain or (len(plain) <= _LONGEST_LINE and _begins_a_mail(lines, number, plain)):
            return _without_rule(kept)
        introduces = _introduces(lines, number, plain)
        if introduces == _ALL:
            break
        if not introduces:
            kept.append(line)
    return kept


def _begins_a_mail(lines: list[str], number: int, plain: str) -> bool:
    if _MAIL_BELOW.fullmatch(plain):
        return True
    return all(_HEADER.match(line.strip()[:80]) for line in lines[number : number + 3]) and number + 3 <= len(lines)


_QUOTED, _ALL = 1, 2


def _introduces(lines: list[str], number: int, plain: str) -> int:
    """Whether the line (it may be broken in two) says who wrote what follows: quoted lines, or all the rest."""
    if not plain or len(plain) > _LONGEST_LINE:
        return 0
    is_one = _WROTE.fullmatch(plain)
    following = lines[number + 1].strip() if number + 1 < len(lines) else ""
    is_two = not is_one and len(following) <= _LONGEST_LINE and _WROTE.fullmatch(f"{plain} {following}")
    if not is_one and not (is_two and plain.lower().startswith(("on ", "le ", "am "))):
        return 0
    below = [line for line in lines[number + (1 if is_one else 2) : number + 6] if line.strip()]
    if is_two or not below or not below[0].lstrip().startswith(_QUOTE_MARKS):
        return _ALL
    return _QUOTED


def _without_signature(lines: list[str]) -> list[str]:
    first = max(0, len(lines) - _LAST_LINES)
    for number in range(first, len(lines)):
        plain = lines[number].strip()[:100]
        below = lines[number + 1 :]
        is_block = _is_rule(plain) and any(_CONTACT.search(line[:200]) for line in below)
        if plain == "--" or _SENT_FROM.fullmatch(plain) or (is_block and number > 0):
            return lines[:number]
    return lines


def _without_rule(kept: list[str]) -> list[str]:
    """Without the line that sets the mail below apart."""
    while kept and (not kept[-1].strip() or _is_rule(kept[-1])):
        kept.pop()
    return kept


def _is_rule(line: str) -> bool:
    """━━━━━━━━ or *-*-*-*-*-: few marks over and over."""
    marks = line.replace(" ", "")
    return len(marks) >= 8 and len(set(marks)) <= 3 and not any(mark.isalnum() for mark in marks)
