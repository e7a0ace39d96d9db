"""What others can learn: written from the papers, published, withdrawn."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kakehashi.engines.cases import notices, searching
from kakehashi.engines.cases.choices import PaperKind
from kakehashi.engines.cases.models import Case, Precedent
from kakehashi.engines.cases.rules import may_draft_precedent, may_edit_precedent, may_publish
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock

EDITABLE = ("title", "summary", "support", "outcome", "lessons", "city", "host", "theme")


class NotConsentedError(Exception):
    """The applicant has not agreed to publication."""


def draft_precedent(case: Case, *, by: Person) -> Precedent:
    """A draft made of the papers; the organisation is named only where it agreed to publication."""
    with act("cases.draft_precedent", case, by=by, permit=may_draft_precedent):
        answers = {paper.kind: paper.sheet.answers for paper in case.papers.select_related("sheet") if paper.round == 1}
        request, result = answers.get(PaperKind.REQUEST, {}), answers.get(PaperKind.RESULT, {})
        report, answer = answers.get(PaperKind.REPORT, {}), answers.get(PaperKind.ANSWER, {})
        precedent, _created = Precedent.objects.get_or_create(
            case=case,
            defaults={
                "office": case.office,
                "applicant": case.applicant if case.consents_to_publication else None,
                "title": case.title,
                "summary": request.get("purpose", ""),
                "support": report.get("support") or answer.get("result", ""),
                "outcome": result.get("result", ""),
                "lessons": "\n".join(
                    part for part in (result.get("lessons"), report.get("advice"), answer.get("lessons")) if part
                ),
                "country": case.country,
                "city": case.city,
                "host": case.host,
                "theme": case.theme,
                "fiscal_year": case.fiscal_year,
            },
        )
    return precedent


def change_precedent(
    precedent: Precedent, values: Mapping[str, Any], *, names_applicant: bool, base_revision: int, by: Person
) -> Precedent:
    """Edit it; the applicant can be named only where it agreed. Raises ``StaleError``."""
    with act("cases.change_precedent", precedent, by=by, permit=may_edit_precedent):
        precedent.refresh_from_db(from_queryset=Precedent.objects.select_for_update(no_key=True))
        if precedent.revision != base_revision:
            raise StaleError(precedent)
        for name in EDITABLE:
            if name in values:
                setattr(precedent, name, values[name])
        agreed = precedent.case.consents_to_publication
        precedent.applicant = precedent.case.applicant if names_applicant and agreed else None
        precedent.revision += 1
        precedent.save()
        searching.hand_in_precedent(precedent)
    return precedent


def publish_precedent(precedent: Precedent, *, by: Person) -> Precedent:
    """Everybody can read and find it from this moment on. Raises ``NotConsentedError``."""
    with act("cases.publish_precedent", precedent, by=by, permit=may_publish):
        if not precedent.case.consents_to_publication:
            raise NotConsentedError(_("依頼団体が公開に同意していないため、公開できません。"))
        if precedent.published_at is None:
            precedent.published_at, precedent.published_by = clock.now(), by
            precedent.save(update_fields=["published_at", "published_by"])
            notices.published(precedent, by)
        searching.hand_in_precedent(precedent)
    return precedent


def withdraw_precedent(precedent: Precedent, *, by: Person) -> Precedent:
    """Take it out of public view at once, search and feed included."""
    with act("cases.withdraw_precedent", precedent, by=by, permit=may_publish):
        precedent.published_at = precedent.published_by = None
        precedent.save(update_fields=["published_at", "published_by"])
        searching.hand_in_precedent(precedent)
    return precedent
