"""Applications without names: what stands for bodies and people is blackened before a reviewer reads it."""

import re
from collections.abc import Iterable
from dataclasses import replace

from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.models import Application
from kakehashi.foundation.documents.attaching import described
from kakehashi.foundation.forms.choices import QuestionKind
from kakehashi.foundation.forms.display import ShownRow, ShownSection, display_answers
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel.japanese import fold_marked

BLACK = "■■■"
_SUFFIX = re.compile(r"(都|道|府|県|市|区|町|村)$")
# Of folded text: full-width addresses and numbers look like others there.
_REACH = re.compile(
    r"https?://\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\d)0\d{1,4}[-‐−–ー(() ]?\d{1,4}[-‐−–ー)) ]?\d{3,4}(?!\d)"
)  # fmt: skip
_BETWEEN = r"[\s・･·,.\-‐‑–_\u00ad\u200b-\u200d\u2060\ufeff]*"  # what people put between the letters of a name


class Blackener:
    """Takes the names of everybody who takes part out of a text, and addresses by which they could be reached."""

    def __init__(self, application: Application) -> None:
        words = {word for body in _bodies(application) for word in _names_of(body)}
        words |= {word for person in _people(application) for word in _names_of_person(person)}
        folded = {fold_marked(word)[0] for word in words}
        alternatives = [_spelled(word) for word in sorted(folded, key=lambda word: (-len(word), word))]
        self._names = re.compile("|".join(alternatives)) if alternatives else None

    def text(self, text: str) -> str:
        """However wide, in whatever case and kana a name is written: looked for in folded text, taken out of this."""
        folded, spans = fold_marked(text)
        found = [match.span() for match in _REACH.finditer(folded)]
        found += [match.span() for match in self._names.finditer(folded)] if self._names else []
        kept, end = [], 0
        for first, last in sorted((spans[first][0], spans[last - 1][1]) for first, last in found):
            if first >= end:
                kept += [text[end:first], BLACK]
            end = max(end, last)
        return "".join([*kept, text[end:]])

    def row(self, row: ShownRow) -> ShownRow:
        """Files are counted, not shown: nobody can blacken what stands in them."""
        table = [[self.text(cell) for cell in line] for line in row.table]
        parts = [self.text(part) for part in row.parts]
        return replace(row, parts=parts, table=table, files=[], comments=[])


def shown_for_review(application: Application) -> list[ShownSection]:
    """The application paper as a reviewer reads it: as it is, or blackened where the call says so."""
    paper = application.paper_of(PaperKind.APPLICATION)
    if paper is None:
        return []
    version, answers = paper.sheet.version, paper.sheet.answers
    if not application.call.is_blind:
        return display_answers(version, answers, describe_files=described)
    blacken = Blackener(application)
    sections = display_answers(version, answers)
    return [
        replace(section, rows=[blacken.row(row) for row in section.rows if not _reaches(row)]) for section in sections
    ]


def title_for_review(application: Application) -> str:
    return Blackener(application).text(str(application)) if application.call.is_blind else str(application)


def _reaches(row: ShownRow) -> bool:
    return row.kind in {QuestionKind.EMAIL, QuestionKind.PHONE, QuestionKind.URL}


def _bodies(application: Application) -> Iterable[Organisation]:
    named = (application.applicant, application.implementer, application.nominator, application.branch)
    yield from (body for body in named if body is not None)
    yield from (one.nominator for one in application.nominations.select_related("nominator"))
    yield from (partner.organisation for partner in application.partners.select_related("organisation"))


def _people(application: Application) -> Iterable[Person]:
    if application.submitter is not None:
        yield application.submitter
    yield from (one.person for one in application.coworkers.select_related("person"))
    bodies = [body.pk for body in _bodies(application)]
    yield from Person.objects.filter(roles__organisation__in=bodies).distinct()
    yield from Person.objects.filter(terms__organisation__in=bodies).distinct()


def _names_of(body: Organisation) -> set[str]:
    """In full and without 市, so that 姫路 is blackened where 姫路市 is."""
    names = {body.name_ja, body.name_full_ja, body.name_kana, body.name_en}
    names |= {_SUFFIX.sub("", body.name_ja)}
    names |= {re.sub(r"\s+(City|Town|Village|Prefecture|Ward)$", "", body.name_en)}
    return {name for name in names if len(name.strip()) > 1}


def _names_of_person(person: Person) -> set[str]:
    """In full and the family name; a name of a single letter only in full. Latin names in either order."""
    names = {person.name_ja, person.name_en, person.name_kana, " ".join(reversed(person.name_en.split()))}
    names |= {name.split()[0] for name in (person.name_ja, person.name_kana) if name.split()}
    return {name for name in names if len(name.strip()) > 1}


def _spelled(word: str) -> str:
    """The (folded) word with or without blanks and dots between its letters; Latin words only as words of their own."""
    letters = [letter for letter in word if not re.fullmatch(_BETWEEN, letter)]
    spelled = _BETWEEN.join(re.escape(letter) for letter in letters) if len(letters) > 1 else r"(?!)"  # matches nothing
    return rf"(?<![a-z]){spelled}(?![a-z])" if word.isascii() else spelled
