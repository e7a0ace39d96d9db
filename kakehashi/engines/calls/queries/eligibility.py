"""Whether a body may apply in a call, asked before the form opens: kind, uses left, window; and what is known of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls.choices import ApplicantKind, Gives, PaperKind
from kakehashi.engines.calls.models import Application, Call, Paper
from kakehashi.engines.calls.queries.uses import Use, uses_of
from kakehashi.engines.calls.rules import applicant_kind_of
from kakehashi.foundation.access.models import DeadlineException
from kakehashi.foundation.forms.choices import QuestionKind
from kakehashi.foundation.forms.models import Answers, Version
from kakehashi.foundation.forms.queries import current_version
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock

Words = str | Promise
# What another application of the same body says anew: it is not taken over.
SAID_ANEW = frozenset(
    {
        QuestionKind.DATE,
        QuestionKind.MONEY,
        QuestionKind.TABLE,
        QuestionKind.FILE,
        QuestionKind.YES_NO,
        QuestionKind.COMPUTED,
        QuestionKind.NOTE,
    }
)


NEXT_YEAR = _("来年度の募集をお待ちください。取り下げた申請と不採択の申請は数えません。")


@dataclass(frozen=True)
class Refusal:
    """Why a body cannot apply, and what to do."""

    why: Words
    remedy: Words
    is_of_time: bool = False


@dataclass(frozen=True)
class Chance:
    """What a body can expect in a call. `uses`: this year, by category; `until`: with an exception granted to it."""

    applicant: Organisation
    kind: ApplicantKind | None
    uses: list[Use]
    until: dt.datetime | None
    refusals: Sequence[Refusal] = field(default_factory=list)

    @property
    def refusals_of_kind(self) -> list[Refusal]:
        """Those that no exception mends: what came on paper may be typed in after the deadline."""
        return [refusal for refusal in self.refusals if not refusal.is_of_time]

    def why_not_category(self, value: str) -> str:
        """Why this body cannot use the category once more; empty: it can."""
        return next((use.refusal for use in self.uses if use.value == value), "")

    @property
    def refusals_of_time(self) -> list[Refusal]:
        """Those for which nothing typed into the form helps."""
        return [refusal for refusal in self.refusals if refusal.is_of_time]


def kind_of(applicant: Organisation, implementer: Organisation | None = None) -> ApplicantKind | None:
    """As which kind a body applies: with an NGO that carries the project out, as one of those."""
    if implementer is not None and implementer.kind == OrganisationKind.NGO:
        return ApplicantKind.NPO_JOINT
    return applicant_kind_of(applicant)


def needs_conduit(call: Call, applicant: Organisation) -> bool:
    """Money goes to NGOs only through a municipality or association that applies for them."""
    return applicant.kind == OrganisationKind.NGO and call.gives == Gives.MONEY


def why_closed(call: Call, applicant: Organisation, person: Person | None) -> Words | None:
    """Why this body cannot apply at this moment, by the clock of the server; exceptions count."""
    return Application(call=call, applicant=applicant, submitter=person).why_late()


def chance_of(
    call: Call, applicant: Organisation, person: Person | None, implementer: Organisation | None = None
) -> Chance:
    """See ``Chance``. The reasons in the order in which they can be mended least."""
    kind = kind_of(applicant, implementer)
    uses = uses_of(call, applicant)
    refusals = []
    if needs_conduit(call, applicant):
        refusals.append(
            Refusal(
                _("NGO・NPOは、自治体か地域国際化協会を通じて申請します。"),
                _("いっしょに事業を行う自治体か協会に申請をはじめてもらい、「実施する団体」に選んでもらってください。"),
            )
        )
    elif kind is None or (call.eligible_kinds and kind not in call.eligible_kinds):
        refusals.append(
            Refusal(
                _("この公募に申請できる団体の種類ではありません。"),
                _("募集の案内で申請できる団体を確かめてください。ほかの公募は募集の一覧で探せます。"),
            )
        )
    if uses and all(use.refusal for use in uses):
        refusals.append(Refusal(" ".join(use.refusal for use in uses), NEXT_YEAR))
    if late := why_closed(call, applicant, person):
        refusals.append(
            Refusal(
                late,
                _("締切と受付の開始は、この画面の時刻(日本時間)で判断します。問合せ先は下にあります。"),
                is_of_time=True,
            )
        )
    until = Application(call=call, applicant=applicant, submitter=person).deadline()
    return Chance(applicant, kind, uses, until, refusals)


def form_of(call: Call) -> Version | None:
    """The application form as it is published now."""
    return current_version(call.application_form.code) if call.application_form is not None else None


def drafts_of(call: Call, person: Person) -> QuerySet[Application]:
    """Drafts in this call that the person may go on with."""
    return Application.objects.visible_to(person).filter(call=call, step="draft").select_related("applicant")


def known_already(
    call: Call, applicant: Organisation, person: Person | None, implementer: Organisation | None = None
) -> Answers:
    """What nobody has to type again: from the register, and from the body's last application of this scheme.

    Days, amounts, tables, files and yes-or-no are asked anew.
    """
    version = form_of(call)
    if version is None:
        return {}
    asked = {question.code: question.kind for question in version.all_questions}
    known: Answers = {
        "applicant_name": str(applicant),
        "applicant_code": applicant.code,
        "implementer_name": str(implementer or applicant),
    }
    if person is not None:
        term = person.terms.filter(organisation=applicant).order_by("-starts_on").first()
        known |= {
            "contact_name": person.name_ja,
            "contact_email": person.email,
            "contact_phone": person.phone,
            "contact_section": term.section if term else "",
        }
    last = (
        Paper.objects.filter(
            kind=PaperKind.APPLICATION, application__applicant=applicant, application__call__scheme=call.scheme_id
        )
        .select_related("sheet")
        .order_by("-id")
        .first()
    )
    if last is not None:
        known = last.sheet.answers | {code: value for code, value in known.items() if value}
    return {
        code: value
        for code, value in known.items()
        if code in asked and asked[code] not in SAID_ANEW and value not in (None, "", [])
    }


@dataclass(frozen=True)
class Left:
    """How long something is still open: for the words of a page and its countdown."""

    until: dt.datetime
    now: dt.datetime

    @property
    def ends(self) -> dt.datetime:
        """The last moment of the minute that `until` names."""
        return clock.last_moment(self.until)

    @property
    def seconds(self) -> int:
        return max(0, int((self.ends - self.now).total_seconds()))

    @property
    def parts(self) -> tuple[int, int, int]:
        """Days, hours, minutes."""
        minutes = self.seconds // 60
        return minutes // 1440, minutes // 60 % 24, minutes % 60


def left_until(until: dt.datetime | None) -> Left | None:
    return Left(until, clock.now()) if until is not None else None


def exceptions_to(call: Call) -> QuerySet[DeadlineException]:
    """Who may be late with this call, the newest first."""
    found = DeadlineException.objects.filter(about_kind=call.ref.kind, about_id=call.pk)
    return found.select_related("organisation", "person", "granted_by")
