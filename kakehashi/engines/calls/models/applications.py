"""Applications: what a body asks for in a call, its papers, who takes part, how it went on."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls.choices import (
    ApplicantKind,
    Consent,
    LetterKind,
    PaperKind,
    Place,
    Right,
    Route,
)
from kakehashi.engines.calls.flow import APPLICATION_FLOW, BEFORE_DECISION, HOLDING
from kakehashi.engines.calls.models.schemes import Call, Track
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.deadlines import deadline_for
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.flow.definition import Step
from kakehashi.foundation.flow.models import Flowing
from kakehashi.foundation.forms.fill import checked
from kakehashi.foundation.forms.models import AnswerSheet
from kakehashi.foundation.organisations.models import Country, Organisation, Person, valid_on
from kakehashi.foundation.ui.languages import spoken
from kakehashi.kernel import clock

DECISIONS = (LetterKind.GRANT, LetterKind.DISPATCH, LetterKind.SELECTION, LetterKind.CERTIFICATE)
ENDED = [step.code for step in APPLICATION_FLOW.steps if step.is_end]


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, person: Person | None) -> Self:
        """The applications this person may know of as applicant, partner, branch or council.

        Reviewers have pages of their own (``Assignment``). Whoever reviews a call never sees by any way what they have
        an interest in, except in the name of a body that applies, or as somebody invited by it.
        """
        if person is None:
            return self.none()
        held = standing(person)
        asking = held.where(Permission.REQUEST_SERVICES)
        handed_in = Q(submitted_at__isnull=False)
        following, handling = held.where(Permission.FOLLOW_MEMBERS), held.where(Permission.HANDLE_CALLS)
        # Only what can find something: to put a way into words takes longer than the database needs for it.
        ways, within = Q(applicant__in=asking), Q()
        if asking:
            ways |= Q(implementer__in=asking)
            ways |= Q(pk__in=Partner.objects.filter(organisation__in=asking).values("application"))
        ways |= Q(pk__in=CoWorker.objects.helped_by(person).values("application"))
        if following:
            within |= Q(branch__in=following, handed_in_at__isnull=False) & ~Q(step="draft")
        if handling:
            within |= Q(call__scheme__desk__in=handling) & (handed_in | Q(route=Route.DESK))
        if held.may(Permission.OVERSEE_CALLS):
            within |= handed_in
        if held.may(Permission.PAY):
            within |= Q(step__in=["settled", "claimed", "paid", "returning"])
        return self.filter(ways | within & ~Q(conflicts__reviewer__person=person) if within else ways)


class Application(Flowing):
    """What a body asks for in a call, from the draft to the published result.

    The columns from `title` to `consents_to_publication` are taken from the application paper whenever it is saved,
    for lists, rules and comparison. Amounts in whole yen; empty while not known. `decided_yen` counts against the track
    while the step is one of ``HOLDING``.
    Personal data: submitter and, in the papers, contacts. Kept ten years after its end.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="applications")
    track = models.ForeignKey(Track, models.PROTECT, null=True, blank=True, related_name="applications")
    number = models.CharField(_("受付番号"), max_length=40, unique=True, null=True, blank=True)
    route = models.CharField(_("応募の方法"), max_length=12, choices=Route.choices, default=Route.OWN)
    applicant = models.ForeignKey(Organisation, models.PROTECT, related_name="applications")
    applicant_kind = models.CharField(_("団体の種類"), max_length=20, choices=ApplicantKind.choices)
    implementer = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("実施する団体")
    )
    nominator = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("推薦した団体")
    )
    submitter = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    branch = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    lead = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("事業名"), max_length=200, blank=True)
    summary = models.TextField(_("概要"), blank=True)
    theme = models.CharField(_("分野"), max_length=60, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(_("実施場所"), max_length=10, choices=Place.choices, blank=True)
    is_joint = models.BooleanField(_("共同の事業"), default=False)
    bodies = models.PositiveSmallIntegerField(_("団体の数"), default=1)
    starts_on = models.DateField(_("事業の初日"), null=True, blank=True)
    ends_on = models.DateField(_("事業の末日"), null=True, blank=True)
    has_co_subsidy = models.BooleanField(_("ほかの補助を受ける"), default=False)
    use_category = models.CharField(_("利用の区分"), max_length=60, blank=True)
    eligible_yen = models.PositiveBigIntegerField(_("対象経費(円)"), null=True, blank=True)
    requested_yen = models.PositiveBigIntegerField(_("申請額(円)"), null=True, blank=True)
    consents_to_publication = models.BooleanField(_("公開への同意"), default=False)
    computed_yen = models.PositiveBigIntegerField(_("計算した額(円)"), null=True, blank=True)
    decided_yen = models.PositiveBigIntegerField(_("決定額(円)"), null=True, blank=True)
    first_decided_yen = models.PositiveBigIntegerField(_("当初の決定額(円)"), null=True, blank=True)
    settled_yen = models.PositiveBigIntegerField(_("確定額(円)"), null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("順位"), null=True, blank=True)
    support_case = models.PositiveBigIntegerField(
        _("支援の案件"), null=True, blank=True
    )  # cases.case, see Call.links_case
    continues = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="continued_by")
    fiscal_year = models.PositiveSmallIntegerField(_("年度"), db_index=True)
    receipt_digest = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    handed_in_at = models.DateTimeField(_("団体の提出日時"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("受付日時"), null=True, blank=True)
    # Said by whoever gave it back; gone when it is handed in again.
    again_until = models.DateTimeField(_("出し直しの期限"), null=True, blank=True)
    decided_at = models.DateTimeField(_("決定日時"), null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("申請")
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["call", "step"]),
            models.Index(fields=["applicant", "call"]),
            models.Index(fields=["branch", "step"]),
            models.Index(fields=["implementer"], condition=Q(implementer__isnull=False), name="calls_implemented"),
            models.Index(fields=["step", "-step_since", "-id"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(step__in=APPLICATION_FLOW.codes()), name="calls_step_known"),
            models.CheckConstraint(
                condition=Q(step__in=["draft", "withdrawn"]) | Q(number__isnull=False, handed_in_at__isnull=False),
                name="calls_handed_in_has_number",
            ),
            models.CheckConstraint(
                condition=Q(settled_yen=None) | Q(decided_yen__isnull=False, settled_yen__lte=models.F("decided_yen")),
                name="calls_settled_within_decided",
            ),
            models.CheckConstraint(condition=Q(bodies__gte=1), name="calls_one_body_at_least"),
            models.CheckConstraint(
                condition=~Q(step__in=HOLDING) | Q(track__isnull=False), name="calls_promised_out_of_a_track"
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(_("(事業名未入力)"))

    @property
    def stage(self) -> Step:
        return APPLICATION_FLOW.step(self.step)

    @property
    def is_open(self) -> bool:
        return self.step not in ENDED

    @property
    def is_decided(self) -> bool:
        return self.step not in BEFORE_DECISION

    @property
    def holds(self) -> bool:
        """Whether it takes money or a place out of its track."""
        return self.step in HOLDING

    @property
    def is_entered_by_desk(self) -> bool:
        return self.route == Route.DESK

    @property
    def shown_track(self) -> Track | None:
        """Its track where the call has several to choose from: worth telling the reader."""
        return self.track if len(self.call.tracks.all()) > 1 else None

    def paper(self, kind: PaperKind, round_number: int = 1) -> Paper | None:
        """The paper of this kind, out of the prefetched ones where they are."""
        return next((p for p in self.papers.all() if p.kind == kind and p.round == round_number), None)

    def paper_of(self, kind: str) -> Paper | None:
        """The paper of this kind, always as the database has it now."""
        return self.papers.select_related("sheet__version").filter(kind=kind).order_by("-round").first()

    @property
    def stated_deadline(self) -> dt.datetime | None:
        """Until when it can be handed in, whoever asks; ``None``: there is no end.

        What was given back was in time already: nothing but the time that was said then brings it to an end, or the
        call, when it ends later.
        """
        closes, again = self.call.closes_at, self.again_until
        if self.handed_in_at is None:
            return closes
        return max(again, closes or again) if again is not None else None

    def deadline(self) -> dt.datetime | None:
        """The stated one, or a later one granted to the body or the person."""
        stated = self.stated_deadline
        return deadline_for(self.call.ref, stated, self.applicant, self.submitter) if stated is not None else None

    def why_late(self) -> str | Promise | None:
        """Why it cannot be handed in now; ``None``: it can."""
        call, until = self.call, self.deadline()
        if self.handed_in_at is not None:
            is_late = until is not None and clock.has_passed(until)
            return _("出し直しの期限を過ぎました。事情があるときは担当課に相談してください。") if is_late else None
        if until is not None and until > call.closes_at and not clock.has_passed(until):  # type: ignore[operator]  # set where until is
            return None
        if call.opens_at is not None and clock.now() < call.opens_at:
            return _("まだ受付が始まっていません。")
        if call.is_spent:
            return _("予算または件数を使い切ったため、受付は締め切られました。空きが出て再開すると、また申請できます。")
        if not call.is_open:
            return _("受付は締め切られました。事情があるときは担当課に相談してください。")
        return None

    def uses_of_year(self) -> models.QuerySet[Application]:
        """The applications of this body in this scheme and year that were handed in and not given up."""
        same = Application.objects.filter(
            applicant=self.applicant_id,
            call__scheme=self.call.scheme_id,
            fiscal_year=self.fiscal_year,
            handed_in_at__isnull=False,
        )
        return same.exclude(step__in=["withdrawn", "not_accepted", "rejected", "cancelled"])

    def other_uses(self) -> models.QuerySet[Application]:
        """The others of this year in the same category."""
        return self.uses_of_year().filter(use_category=self.use_category).exclude(pk=self.pk)

    def uses_before(self) -> int:
        return self.other_uses().count()

    def category_label(self) -> str:
        """The category of use in the words of its form; empty where there is none."""
        paper = self.paper_of(PaperKind.APPLICATION)
        asked = paper.sheet.version.all_questions if paper is not None else []
        options: list[Any] = next((question.options for question in asked if question.code == "use_category"), [])
        found = next((one for one in options if one["value"] == self.use_category), None)
        return spoken(found["label_ja"], found.get("label_en", "")) if found else ""

    def has_issued_decision(self) -> bool:
        """Whether the letter went out since it was decided: one about a decision taken back does not count."""
        issued = self.letters.filter(kind__in=DECISIONS, issued_at__isnull=False)
        return issued.filter(issued_at__gte=self.decided_at).exists() if self.decided_at else False


class Paper(models.Model):
    """An answer sheet of an application: the application itself, a change, the report, a follow-up, an appraisal.

    Personal data: what the questions ask. Kept as long as the application.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="papers")
    kind = models.CharField(_("書類"), max_length=20, choices=PaperKind.choices)
    round = models.PositiveSmallIntegerField(default=1)
    sheet = models.OneToOneField(AnswerSheet, models.PROTECT, related_name="+")
    due_on = models.DateField(_("期限"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("提出日時"), null=True, blank=True)
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    # The answers as they stood when last handed in: what a correction is compared with.
    handed_in: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("書類")
        ordering = ("id",)
        indexes = [models.Index(fields=["due_on"])]
        constraints = [models.UniqueConstraint(fields=["application", "kind", "round"], name="calls_paper_once")]

    def __str__(self) -> str:
        return f"{self.application} / {self.label}"

    @property
    def label(self) -> str:
        kind = str(self.get_kind_display())
        return kind if self.round == 1 else gettext("%(kind)s(%(round)s回目)") % {"kind": kind, "round": self.round}

    def is_complete(self) -> bool:
        """Whether every question that must be answered is, and well."""
        return checked(self.sheet.version, self.sheet.answers).is_valid()


class Partner(models.Model):
    """Another body named in a joint application, and whether it agrees.

    Personal data: who answered for it. Kept as long as the application.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    part = models.CharField(_("受け持つこと"), max_length=300, blank=True)
    consent = models.CharField(_("同意"), max_length=10, choices=Consent.choices, default=Consent.ASKED)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("理由など"), max_length=300, blank=True)
    # What it agreed to (see `content`): when that changes it is asked again.
    agreed: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("共同で実施する団体")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["application", "organisation"], name="calls_partner_once"),
            models.CheckConstraint(
                condition=Q(consent=Consent.ASKED, answered_at=None)
                | ~Q(consent=Consent.ASKED) & Q(answered_at__isnull=False),
                name="calls_consent_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    def content(self) -> dict[str, Any]:
        """What this body is asked to agree to, as it is now: the answers, the track, its own part."""
        paper, track = self.application.paper_of(PaperKind.APPLICATION), self.application.track
        return {
            "answers": paper.sheet.answers if paper else {},
            "track": track.code if track else "",
            "part": self.part,
        }

    def is_outdated(self) -> bool:
        """It agreed, but to something else than what stands there now."""
        return self.consent == Consent.GIVEN and self.agreed != self.content()


class CoWorkerQuerySet(models.QuerySet["CoWorker"]):
    def helped_by(self, person: Person | None) -> Self:
        """Where this person was invited for a body they work for today."""
        return self.filter(person=person, organisation__in=standing(person).organisations)

    def with_presence(self) -> Self:
        """Each with `is_there`: whether they still work for the body they were invited for."""
        return self.select_related("person", "organisation").annotate(is_there=self._is_there())

    def working(self) -> Self:
        """Those who do."""
        return self.select_related("person").filter(self._is_there())

    def _is_there(self) -> Exists:
        here = {"person": OuterRef("person"), "organisation": OuterRef("organisation")}
        return Exists(RoleHeld.objects.filter(valid_on(clock.today()), **here))


class CoWorker(models.Model):
    """Somebody of another body who works on an application, as long as they work for that body (`organisation`).

    Personal data: who, and for whom. Kept as long as the application.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="coworkers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("所属する団体")
    )
    right = models.CharField(_("できること"), max_length=10, choices=Right.choices, default=Right.READ)

    objects = CoWorkerQuerySet.as_manager()

    class Meta:
        verbose_name = _("共同で作業する人")
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["application", "person"], name="calls_coworker_once")]

    def __str__(self) -> str:
        return str(self.person)


class Message(models.Model):
    """A word about an application: to everybody in it, or a note of the council only.

    Personal data: author. Kept as long as the application.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="messages")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    body = models.TextField(_("内容"))
    is_internal = models.BooleanField(_("職員だけに見せる"), default=False)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("連絡")
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.body[:40]
