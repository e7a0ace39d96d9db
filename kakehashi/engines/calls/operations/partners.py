"""Other bodies and their people in an application: partners and their consent, co-workers, words."""

from kakehashi.engines.calls import searching
from kakehashi.engines.calls.choices import Consent, PaperKind, Right
from kakehashi.engines.calls.models import Application, CoWorker, Message, Partner
from kakehashi.engines.calls.notices import partners as notices
from kakehashi.engines.calls.queries.eligibility import kind_of
from kakehashi.engines.calls.queries.joining import alone_answers
from kakehashi.engines.calls.queries.receipts import content_digest
from kakehashi.engines.calls.queries.taking import take_over
from kakehashi.engines.calls.rules import (
    is_desk,
    is_eligible,
    may_answer_for,
    may_ask_consent,
    may_invite,
    may_write_to,
)
from kakehashi.engines.calls.rules.applying import may_choose_partners, may_go_alone
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.audit.gate import NotPermittedError, act
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.forms.operations import save_answers
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock


class OutdatedConsentError(Exception):
    """The application was changed or handed in while it was read: read it again before answering."""


def add_partner(application: Application, organisation: Organisation, *, part: str = "", by: Actor) -> Partner:
    """Name another body that carries the project out too; it is asked whether it agrees."""
    with act("calls.add_partner", application, by=by, permit=may_choose_partners) as record:
        partner, is_new = Partner.objects.get_or_create(
            application=application, organisation=organisation, defaults={"part": part}
        )
        record.extra = {"partner": organisation.pk}
        _count(application)
        searching.hand_in([application])
        if is_new:
            notices.ask_consent(partner, by)
    return partner


def remove_partner(partner: Partner, *, by: Actor) -> None:
    application = partner.application
    with act("calls.remove_partner", application, by=by, permit=may_choose_partners) as record:
        gone = _without(application, [partner.organisation_id])
        record.extra = {"partner": partner.organisation_id, "coworkers": gone}
        partner.delete()
        _count(application)
        searching.hand_in([application])


def go_alone(application: Application, *, by: Actor) -> Application:
    """Nobody is left who takes part: from now on it is the applicant's alone, in its paper too.

    As which kind of body it applies and what it comes to are looked up anew. ``MoveRefusedError`` where the call does
    not take it so.
    """
    with act("calls.go_alone", application, by=by, permit=may_go_alone) as record:
        application.refresh_from_db(from_queryset=Application.objects.select_for_update(no_key=True))
        if not may_go_alone(by, application):
            raise NotPermittedError
        bodies = list(application.partners.values_list("organisation", flat=True))
        record.extra = {"partners": bodies, "coworkers": _without(application, bodies)}
        application.partners.all().delete()
        paper = application.paper_of(PaperKind.APPLICATION)
        answers = alone_answers(paper) if paper else {}
        if paper is not None:
            save_answers(paper.sheet, answers, by=by, base_revision=paper.sheet.revision, permit=True)
        take_over(application, answers)
        application.applicant_kind = kind_of(application.applicant, application.implementer) or ""
        if refusal := is_eligible(application):
            raise MoveRefusedError(str(refusal))
        application.save()
        searching.hand_in([application])
    return application


def _without(application: Application, bodies: list[int]) -> list[int]:
    """Whoever was invited for a body that does not take part any more leaves with it; answers who (ids)."""
    leaving = application.coworkers.filter(organisation__in=bodies).exclude(organisation=application.implementer)
    people = list(leaving.values_list("person", flat=True))
    leaving.delete()
    return people


def ask_consent_again(partner: Partner, *, by: Actor) -> Partner:
    """After a refusal, where nobody answered, or where something changed since."""
    with act("calls.ask_consent_again", partner, by=by, permit=may_ask_consent(by, partner.application)):
        partner.consent, partner.answered_at, partner.answered_by, partner.note = Consent.ASKED, None, None, ""
        partner.save()
        notices.ask_consent(partner, by)
    return partner


def answer_consent(
    partner: Partner, consent: Consent, *, note: str = "", seen: str | None = None, by: Person
) -> Partner:
    """The body agrees or not; until the application is handed in it may think otherwise.

    `seen`: the digest of what was read; ``OutdatedConsentError`` where it was changed in between.
    """
    with act("calls.answer_consent", partner, by=by, permit=may_answer_for, note=note) as record:
        application = partner.application
        application.refresh_from_db(from_queryset=Application.objects.select_for_update(no_key=True))
        content = partner.content()
        record.extra = {"content": content_digest(content)}
        if not may_answer_for(by, partner) or (seen is not None and seen != content_digest(content)):
            raise OutdatedConsentError
        partner.consent, partner.note = consent, note
        partner.agreed = content if consent == Consent.GIVEN else partner.agreed
        partner.answered_at, partner.answered_by = clock.now(), by
        partner.save()
        notices.consent_answered(partner, by)
    return partner


def _count(application: Application) -> None:
    """How many bodies take part is a column that rules about money read; joint by what is typed, or with partners."""
    count = Partner.objects.filter(application=application).count()
    paper = application.paper_of(PaperKind.APPLICATION)
    is_joint = paper is not None and paper.sheet.answers.get("joint") is True
    application.bodies, application.is_joint = 1 + count, is_joint or count > 0
    application.save(update_fields=["bodies", "is_joint"])


def add_coworker(application: Application, person: Person, *, right: Right, by: Actor) -> CoWorker:
    """Let somebody of another body read the application, or work on it, as long as they work for that body."""
    with act("calls.add_coworker", application, by=by, permit=may_invite) as record:
        coworker, _is_new = CoWorker.objects.update_or_create(
            application=application,
            person=person,
            defaults={"right": right, "organisation_id": _body_of(person, application)},
        )
        record.extra = {"person": person.pk, "right": right, "organisation": coworker.organisation_id}
        searching.hand_in([application])
        notices.invited(coworker, by)
    return coworker


def _body_of(person: Person, application: Application) -> int | None:
    """For whom they are invited: of the bodies they work for one that takes part, else the first."""
    works_for = standing(person).organisations
    taking_part = {application.implementer_id, *application.partners.values_list("organisation", flat=True)}
    return next((body for body in works_for if body in taking_part), next(iter(works_for), None))


def remove_coworker(coworker: CoWorker, *, by: Actor) -> None:
    with act("calls.remove_coworker", coworker.application, by=by, permit=may_invite) as record:
        record.extra = {"person": coworker.person_id}
        coworker.delete()
        searching.hand_in([coworker.application])


def write_message(application: Application, body: str, *, is_internal: bool = False, by: Person) -> Message:
    """To everybody in the application, or among the council only."""
    permit = may_write_to(by, application) and (not is_internal or is_desk(by, application))
    with act("calls.write_message", None, by=by, permit=permit) as record:
        message = Message.objects.create(application=application, author=by, body=body, is_internal=is_internal)
        record.thing = message
        notices.message_written(message, by)
    return message
