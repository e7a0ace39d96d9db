"""Letters of a case as this person may read them, and the words a new one begins with."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import override

from kakehashi.engines.cases.choices import LETTERS_OF, LetterKind, LetterSide, PaperKind
from kakehashi.engines.cases.models import Case, Letter
from kakehashi.engines.cases.rules import is_of_side
from kakehashi.foundation.documents.letters import council, in_words
from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.organisations.models import Organisation, Person, Term, valid_on
from kakehashi.kernel import clock

WORDS = Path(__file__).parent.parent / "data" / "letters.json"
LANGUAGES = ("ja", "en")  # there are words for these
_MAX_BODY = 4000


def letters_for(case: Case, person: Person) -> list[Letter]:
    """What was issued, and the drafts of this person's own side. No query for a `whole_case`."""
    letters = [letter for letter in case.letters.all() if letter.issued_at or is_of_side(person, case, letter.side)]
    for letter in letters:
        letter.case = case
    return letters


def letter_for(case: Case, person: Person, pk: int) -> Letter | None:
    return next((letter for letter in letters_for(case, person) if letter.pk == pk), None)


def usual_kind(case: Case, side: LetterSide) -> LetterKind:
    """What is most likely to be written where the case stands."""
    if side == LetterSide.FROM_CLIENT:
        return LetterKind.REQUEST
    if case.step == "declined":
        return LetterKind.REFUSAL
    return LetterKind.ANSWER if case.step in {"working", "following_up", "closed"} else LetterKind.ACCEPTANCE


def kinds_of(side: LetterSide) -> tuple[LetterKind, ...]:
    return LETTERS_OF[side]


def usual_language(case: Case, side: LetterSide) -> str:
    """The addressee's: the council reads Japanese, a body abroad and whoever reads English get English."""
    if side == LetterSide.FROM_CLIENT or case.applicant is None:
        return "ja"
    is_english = case.applicant.country_id != "JP" or (case.requester and case.requester.language == "en")
    return "en" if is_english else "ja"


def first_words(case: Case, side: LetterSide, kind: LetterKind, language: str, person: Person) -> dict[str, Any]:
    """What a new letter begins with: everything the case knows, nothing that it does not."""
    words = _words()[language]
    with override(language):
        facts = _facts(case, language)
        own_name, client = council(), _name_of(case.applicant)
        known = [(label, facts[name]) for label, name in words[kind]["facts"] if facts[name]]
        lines = [words["fact"].format(number=n, label=label, fact=fact) for n, (label, fact) in enumerate(known, 1)]
        body = words[kind]["body"].format(facts="\n".join(lines), reference=_reference(case, language))
        to_council = side == LetterSide.FROM_CLIENT
        return {
            "dated_on": clock.today(),
            "addressee": words["to"].format(name=own_name if to_council else client),
            "sender": client if to_council else f"{own_name}\n{case.office}",
            "subject": words[kind]["subject"].format(title=case)[:200],
            "body": body[:_MAX_BODY],
            "contact": _contact(case, side, person, words["contact"]),
            "omits_seal": True,
            "language": language,
        }


@cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(WORDS.read_text(encoding="utf-8"))
    return found


def _facts(case: Case, language: str) -> dict[str, str]:
    paper = case.paper_of(PaperKind.REQUEST)
    purpose = paper.sheet.answers.get("purpose", "") if paper else ""
    last = Passage.objects.filter(thing_kind=case.ref.kind, thing_id=case.pk, move="decline").order_by("-id").first()
    days = _words()[language]["days"]
    return {
        "title": case.title,
        "kind": str(case.kind),
        "number": case.number or "",
        "place": " ".join(str(part) for part in (case.country or "", case.city) if part),
        "purpose": " ".join(purpose.split()) if isinstance(purpose, str) else "",
        "days": days.format(first=in_words(case.first_day, language), last=in_words(case.last_day, language))
        if case.first_day and case.last_day
        else "",
        "office": str(case.assisting or case.office),
        "reason": " ".join(last.note.split()) if last else "",
    }


def _reference(case: Case, language: str) -> str:
    """What is answered: the client's last letter, else the number of the case."""
    words = _words()[language]
    letter = case.letters.filter(side=LetterSide.FROM_CLIENT, issued_at__isnull=False).order_by("-id").first()
    if letter is not None and letter.number:
        return str(words["by_letter"].format(date=in_words(letter.dated_on, language), letter=letter.number))
    return str(words["by_number"].format(number=case.number)) if case.number else ""


def _name_of(organisation: Organisation | None) -> str:
    """In full, as the reader's language has it."""
    if organisation is None:
        return ""
    name = str(organisation)
    return (organisation.name_full_ja or name) if name == organisation.name_ja else name


def _contact(case: Case, side: LetterSide, person: Person, lines: list[str]) -> str:
    """Whoever writes, as far as the register knows them."""
    own = case.applicant_id if side == LetterSide.FROM_CLIENT else case.office_id
    term = Term.objects.filter(valid_on(clock.today()), person=person, organisation=own).first()
    known = {
        "section": term.section if term else "",
        "person": " ".join(part for part in (term.title if term else "", str(person)) if part),
        "phone": person.phone,
        "email": person.email,
    }
    return "\n".join(line.format(**known) for line in lines if any(known[name] for name in known if name in line))
