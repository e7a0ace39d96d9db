"""A file that came in, held against what is said now: what would be saved, and what is refused and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kakehashi.foundation.access.operations.refusal import RefusedError
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.translation.exchange.rows import Incoming, Outgoing, Row
from kakehashi.foundation.translation.findings import Finding, Ground, findings_of
from kakehashi.foundation.translation.models import Language, Text, Unit
from kakehashi.foundation.translation.operations import clean
from kakehashi.foundation.translation.queries import shown_in, status_of, units_visible_to
from kakehashi.foundation.translation.rules import is_asked
from kakehashi.foundation.translation.tree import tree


@dataclass(frozen=True)
class Taken:
    """One text of the file. `refusal`: why it is not saved; "" where it is. `is_same`: it says what stands already.

    `now`: what is said now; `follows`: the meaning of its source in the file; `is_behind`: that has moved on.
    """

    unit: Unit
    body: str
    version: int
    now: str = ""
    follows: str = ""
    findings: Sequence[Finding] = ()
    refusal: str = ""
    is_same: bool = False
    is_behind: bool = False

    @property
    def is_new(self) -> bool:
        return not self.refusal and not self.is_same


@dataclass(frozen=True)
class Compared:
    """`unknown`: keys of the file that name nothing here."""

    taken: Sequence[Taken]
    unknown: Sequence[str]

    @property
    def new(self) -> list[Taken]:
        return [one for one in self.taken if one.is_new]


def outgoing(units: Sequence[Unit], language: Language) -> Outgoing:
    """The texts of these units for a file. Two queries."""
    ancestors = tree().ancestors(language.code)
    said = shown_in(units, [language.code, *ancestors])
    rows = []
    for unit in units:
        latest, standing = said.get(unit.pk, ({}, {}))
        source = next((standing[code] for code in ancestors if code in standing), None)
        text = latest.get(language.code)
        rows.append(
            Row(
                key=unit.key,
                source=source.body if source else unit.label,
                japanese=standing["ja"].body if "ja" in standing and source != standing["ja"] else "",
                note=unit.note,
                body=text.body if text else "",
                status=status_of(text),
                version=text.version if text else 0,
                meaning=source.meaning if source else "",
            )
        )
    return Outgoing(language.code, ancestors[0] if ancestors else language.code, rows)


def compared(person: Person, language: Language, texts: Iterable[Incoming]) -> Compared:
    """What saving the file would do; nothing is saved. The last of two texts of one key counts."""
    incoming = {text.key: text for text in texts}
    units = {unit.key: unit for unit in units_visible_to(person).filter(key__in=incoming)}
    ancestors = tree().ancestors(language.code)
    said = shown_in(list(units.values()), [language.code, *ancestors])
    ground = Ground(language.code)
    taken = []
    for key, text in incoming.items():
        if key in units and is_asked(person, units[key], language.code):
            latest, standing = said.get(units[key].pk, ({}, {}))
            sources = {code: standing[code] for code in ancestors if code in standing}
            taken.append(_taken(units[key], language, text, latest.get(language.code), sources=sources, ground=ground))
        elif key in units:
            refusal = _("頼まれていない言語です。この文章は、依頼を受けた人だけがその言語で取り込めます。")
            taken.append(Taken(units[key], text.body, text.version or 0, refusal=refusal))
    return Compared(taken, [key for key in incoming if key not in units])


def _taken(
    unit: Unit, language: Language, text: Incoming, now: Text | None, *, sources: dict[str, Text], ground: Ground
) -> Taken:
    version = now.version if now else 0
    try:
        body = clean(text.body)
    except RefusedError as refused:
        return Taken(unit, text.body, version, refusal=str(refused))
    if now is not None and now.body == body:
        return Taken(unit, body, version, is_same=True)
    if refusal := _refusal(text, version):
        return Taken(unit, body, version, refusal=refusal)
    said = {code: one.body for code, one in sources.items()}
    findings = findings_of(unit, language.code, body, said, ground=ground)
    broken = [one["message"] for one in findings if one["check"] == "slots" and one["severity"] == "error"]
    source, follows = next(iter(sources.values()), None), text.meaning or ""
    is_behind = follows != (source.meaning if source else "")
    return Taken(
        unit, body, version, now.body if now else "", follows, findings, refusal=" ".join(broken), is_behind=is_behind
    )


def _refusal(text: Incoming, version: int) -> str:
    """Why it cannot be known that the file knows what is said now."""
    if text.version is None or text.meaning is None:
        return _("いつ書き出したものか分かりません。もう一度書き出してください。")
    if text.version != version:
        return _("書き出したあとに、ほかの人がこの文章を書き直しました。")
    return ""
