"""Cases: what is asked of the council's offices, how it was worked on, what came of it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.cases.choices import ENTERED_BY_DESK, Channel, PaperKind, Theme
from kakehashi.engines.cases.flow import CASE_FLOW, ITEM_FLOW
from kakehashi.engines.cases.models.kinds import CaseKind
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.flow.definition import Step, Turn
from kakehashi.foundation.flow.models import Flowing
from kakehashi.foundation.forms.fill import checked
from kakehashi.foundation.forms.models import AnswerSheet
from kakehashi.foundation.organisations.models import Country, Organisation, Person
from kakehashi.foundation.ui.languages import spoken
from kakehashi.kernel import clock


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, person: Person | None) -> Self:
        """The cases this person may know of; the same rule as ``rules.may_see``."""
        if person is None:
            return self.none()
        held = standing(person)
        handled, handed_in = held.where(Permission.HANDLE_CASES), Q(submitted_at__isnull=False)
        with_desk = Q(channel__in=ENTERED_BY_DESK)
        # Each way in begins with a column that has an index, so that a database joins the ways instead of reading all.
        ways = Q(applicant__in=held.where(Permission.REQUEST_SERVICES)) & (handed_in | ~with_desk)
        ways |= Q(office__in=handled) & (handed_in | with_desk | Q(is_own=True))
        if held.may(Permission.OVERSEE_CASES):
            return self.filter(ways | handed_in)
        ways |= Q(assisting__in=handled) & handed_in
        ways |= Q(branch__in=held.where(Permission.FOLLOW_MEMBERS)) & handed_in
        return self.filter(ways)


ENDED = [step.code for step in CASE_FLOW.steps if step.is_end]


class Case(Flowing):
    """One request, consultation or record, from the draft to the follow-up.

    The columns from `title` to `consents_to_publication` are taken from the request paper whenever it is saved, for
    lists and comparison. `applicant` is empty where somebody unknown asked (their words are in ``Visitor``); in the
    council's own cases (`is_own`) it is the office itself and `partner` the body that was visited.
    Personal data: requester and, in the papers, the travelling party. Kept ten years after closing.
    """

    kind = models.ForeignKey(CaseKind, models.PROTECT, related_name="cases")
    number = models.CharField(_("番号"), max_length=30, unique=True, null=True, blank=True)
    channel = models.CharField(_("受付の方法"), max_length=20, choices=Channel.choices, default=Channel.SCREEN)
    is_own = models.BooleanField(_("職員がはじめた案件"), default=False, editable=False)
    applicant = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="cases_asked")
    requester = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="cases_asked")
    partner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("相手の団体")
    )
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="cases_handled")
    assisting = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("調査にあたる事務所")
    )
    branch = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="cases_followed")
    lead = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="cases_led")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    fiscal_year = models.PositiveSmallIntegerField(_("年度"), db_index=True)
    title = models.CharField(_("件名"), max_length=200, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    city = models.CharField(_("都市"), max_length=80, blank=True)
    host = models.CharField(_("訪問先"), max_length=400, blank=True)
    theme = models.CharField(_("テーマ"), max_length=20, choices=Theme.choices, blank=True)
    first_day = models.DateField(_("最初の日"), null=True, blank=True)
    last_day = models.DateField(_("最後の日"), null=True, blank=True)
    is_urgent = models.BooleanField(_("急ぎ"), default=False)
    consents_to_publication = models.BooleanField(_("公開への同意"), default=False)
    submitted_at = models.DateTimeField(_("提出日時"), null=True, blank=True)
    seen_by_branch_at = models.DateTimeField(_("支部の確認日時"), null=True, blank=True)
    completed_at = models.DateTimeField(_("完了日時"), null=True, blank=True)
    outcome_confirmed_at = models.DateTimeField(_("成果の確認日時"), null=True, blank=True)
    due_on = models.DateField(_("この状態の期限"), null=True, blank=True, db_index=True)
    client_days = models.PositiveIntegerField(_("依頼団体の番だった営業日"), default=0)
    office_days = models.PositiveIntegerField(_("事務所の番だった営業日"), default=0)
    is_demonstration = models.BooleanField(default=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("案件")
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["office", "step"]),
            models.Index(fields=["applicant", "step"]),
            models.Index(fields=["branch", "step"]),
            models.Index(fields=["kind", "fiscal_year"]),
            models.Index(fields=["assisting"], condition=Q(assisting__isnull=False), name="cases_assisted"),
            models.Index(fields=["lead", "step"]),
            models.Index(fields=["office", "first_day"]),
            # The list: its order, its tabs and its number of lines are read out of these alone.
            models.Index(
                fields=["-step_since", "-id", "submitted_at", "office", "is_own", "channel"], name="cases_in_order"
            ),
            models.Index(
                fields=["step", "-step_since", "-id", "submitted_at", "office", "is_own", "channel"],
                name="cases_of_step_in_order",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(step__in=CASE_FLOW.codes()), name="cases_step_known"),
            models.CheckConstraint(
                condition=Q(step__in=["draft", "withdrawn"]) | Q(number__isnull=False, submitted_at__isnull=False),
                name="cases_submitted_has_number",
            ),
            models.CheckConstraint(
                condition=Q(applicant__isnull=False) | Q(channel__in=[Channel.PUBLIC_FORM, *ENTERED_BY_DESK]),
                name="cases_unknown_asker_came_by_a_desk",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(_("(件名未入力)"))

    @property
    def is_open(self) -> bool:
        return self.step not in ENDED

    @property
    def stage(self) -> Step:
        return CASE_FLOW.step(self.step)

    @property
    def asker(self) -> str:
        """Who asked, in words."""
        return str(self.applicant) if self.applicant_id else gettext("登録のない相談者")

    @property
    def turn(self) -> Turn:
        """Whose turn it is; while reports are awaited: the applicant's until theirs is in, then the office's."""
        if self.step == "visited" and self.kind.result_form_id is None:
            return Turn.OFFICE
        if self.step == "visited" and any(p.kind == PaperKind.RESULT and p.submitted_at for p in self.papers.all()):
            return Turn.OFFICE
        return self.stage.turn

    def paper(self, kind: PaperKind, round_number: int = 1) -> Paper | None:
        """The paper of this kind, out of the prefetched ones where they are."""
        return next((p for p in self.papers.all() if p.kind == kind and p.round == round_number), None)

    def paper_of(self, kind: str) -> Paper | None:
        """The paper of this kind, always as the database has it now."""
        return self.papers.select_related("sheet__version").filter(kind=kind).first()

    def problems_of_request(self) -> bool:
        """Whether the request paper still lacks something."""
        paper = self.paper(PaperKind.REQUEST)
        return paper is None or not paper.is_complete()


class Paper(models.Model):
    """An answer sheet of a case: the request, the result, the office's report, a follow-up.

    Personal data: what the questions ask. Kept as long as the case.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="papers")
    kind = models.CharField(_("書類"), max_length=20, choices=PaperKind.choices)
    round = models.PositiveSmallIntegerField(default=1)
    sheet = models.OneToOneField(AnswerSheet, models.PROTECT, related_name="+")
    due_on = models.DateField(_("期限"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("提出日時"), null=True, blank=True)
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("書類")
        ordering = ("id",)
        indexes = [models.Index(fields=["due_on"])]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "round"], name="cases_paper_once"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=False) | Q(submitted_by__isnull=True),
                name="cases_paper_submitted_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} / {self.get_kind_display()}"

    @property
    def label(self) -> str:
        """フォローアップ(2回目); the first round goes without its number."""
        kind = str(self.get_kind_display())
        return kind if self.round == 1 else gettext("%(kind)s(%(round)s回目)") % {"kind": kind, "round": self.round}

    @property
    def round_text(self) -> str:
        return str(self.round)

    def is_complete(self) -> bool:
        """Whether every question that must be answered is, and well."""
        return checked(self.sheet.version, self.sheet.answers).is_valid()


class Item(Flowing):
    """One thing to arrange: an appointment, a briefing, an interpreter … with a state of its own.

    Personal data: a contact abroad. Kept as long as the case.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="items")
    is_promise = models.BooleanField(_("宿題"), default=False, editable=False)
    title = models.CharField(_("手配項目"), max_length=160)
    wish = models.TextField(_("希望の内容"), blank=True)
    host = models.CharField(_("訪問先・会場"), max_length=200, blank=True)
    place = models.CharField(_("住所"), max_length=300, blank=True)
    contact = models.CharField(_("現地の連絡先"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("開始(現地時刻)"), null=True, blank=True)
    ends_at = models.DateTimeField(_("終了(現地時刻)"), null=True, blank=True)
    due_on = models.DateField(_("期限"), null=True, blank=True)
    remarks = models.TextField(_("日程表に載せる備考"), blank=True)
    reason = models.TextField(_("手配できなかった理由"), blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("手配項目")
        ordering = ("order", "id")
        indexes = [models.Index(fields=["starts_at"]), models.Index(fields=["due_on"])]
        constraints = [
            models.CheckConstraint(condition=Q(step__in=ITEM_FLOW.codes()), name="cases_item_step_known"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at__lte=models.F("ends_at")), name="cases_item_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(step="confirmed") | Q(starts_at__isnull=False),
                name="cases_confirmed_item_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stage(self) -> Step:
        return ITEM_FLOW.step(self.step)

    @property
    def tone(self) -> str:
        """The tone of the chip that shows its state."""
        return {
            "confirmed": "success",
            "done": "success",
            "failed": "danger",
            "declined": "danger",
            "arranging": "info",
        }.get(self.step, "waiting")


class Message(models.Model):
    """A word in a case: to everybody in it, or a note among staff only.

    Personal data: author. Kept as long as the case.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="messages")
    author = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    author_name = models.CharField(max_length=160, blank=True)  # where the author has no account
    body = models.TextField(_("内容"))
    came_by_mail = models.BooleanField(_("メールで届いた"), default=False, editable=False)
    is_internal = models.BooleanField(_("職員だけに見せる"), default=False)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("連絡")
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.body[:40]

    @property
    def who(self) -> str:
        return str(self.author) if self.author_id else self.author_name


def new_nonce() -> str:
    return get_random_string(32)


class Visitor(models.Model):
    """Somebody without an account who asked, as far as they said who they are; reads the answer by a secret link.

    Personal data: name, affiliation, e-mail, telephone as given. Blanked one year after the case closed.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="visitor")
    name = models.CharField(_("お名前"), max_length=120, blank=True)
    affiliation = models.CharField(_("所属"), max_length=160, blank=True)
    email = models.EmailField(_("メールアドレス"), blank=True)
    phone = models.CharField(_("電話番号"), max_length=40, blank=True)
    language = models.CharField(max_length=8, default="ja")
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)  # a new one ends the link

    class Meta:
        verbose_name = _("相談者")

    def __str__(self) -> str:
        return " ".join(part for part in (self.affiliation, self.name) if part) or gettext("登録のない相談者")


class CaseLink(models.Model):
    """Two cases that belong together, the older one as `case`. Personal data: who linked them. Kept as long as they."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="links")
    other = models.ForeignKey(Case, models.CASCADE, related_name="linked_from")
    why = models.CharField(_("関係"), max_length=200, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("関係する案件")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["case", "other"], name="cases_link_once"),
            models.CheckConstraint(condition=Q(case__lt=models.F("other")), name="cases_link_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} – {self.other_id}"


class Check(models.Model):
    """One line of a case's checklist: of its kind, or added by hand.

    Personal data: who added and who ticked it. Kept as long as the case.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="checks")
    text_ja = models.CharField(_("確かめること"), max_length=200)
    text_en = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("チェック項目")
        ordering = ("order", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="cases_check_done_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return spoken(self.text_ja, self.text_en)
