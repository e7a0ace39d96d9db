"""The words of the daily reminders, and how they reach people."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kakehashi.engines.cases.models import Case, Item, Paper
from kakehashi.engines.cases.queries.mails import reply_address_for, reply_address_of
from kakehashi.engines.cases.queries.visitors import visitor_path
from kakehashi.foundation.notices.kinds import NoticeKind, Param, named, register
from kakehashi.foundation.notices.reminding import reminded_on
from kakehashi.foundation.notices.telling import mail_to, tell
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref

DUE_SOON = register(
    NoticeKind(
        "cases.due_soon",
        _("期限が近づいています: %(title)s"),
        _(
            "「%(title)s」(%(number)s)の「%(state)s」の期限は %(due)s です。"
            "案件のページで、次にすることをご覧ください。"
        ),
    )
)
OVERDUE = register(
    NoticeKind(
        "cases.overdue",
        _("期限を過ぎています: %(title)s"),
        _(
            "「%(title)s」(%(number)s)の「%(state)s」の期限 %(due)s を過ぎています。"
            "案件のページで、次にすることをご覧ください。"
        ),
    )
)
PAPER_DUE = register(
    NoticeKind(
        "cases.paper_due",
        _("%(paper)sの提出をお願いします: %(title)s"),
        _("「%(title)s」(%(number)s)の%(paper)sがまだ提出されていません。期日は %(due)s です。"),
    )
)
PROMISE_DUE = register(
    NoticeKind(
        "cases.promise_due",
        _("宿題の期限を確かめてください: %(promise)s"),
        _(
            "「%(title)s」(%(number)s)の宿題「%(promise)s」がまだ終わっていません。期限は %(due)s です。"
            "終わったら、宿題のページで完了にしてください。"
        ),
    )
)
VISIT_SOON = register(
    NoticeKind(
        "cases.visit_soon",
        _("まもなく始まります(%(day)s): %(title)s"),
        _("「%(title)s」(%(number)s)が %(day)s に始まります。日程と現地の連絡先を、もう一度確かめてください。"),
    )
)
LEADERLESS = register(
    NoticeKind(
        "cases.leaderless",
        _("担当者が不在の案件があります: %(office)s %(count)s件"),
        _(
            "%(office)s の案件%(count)s件は、担当者の役割が終わったままです。"
            "案件を開いて新しい担当者を決めるか、引継ぎを準備してください。"
        ),
    )
)


def step_due(case: Case, people: list[Person]) -> None:
    """Whose turn it is; somebody without an account by mail, where an address was given."""
    assert case.due_on is not None  # noqa: S101  # by the query; for the type checker
    kind = OVERDUE if case.due_on < clock.today() else DUE_SOON
    stage = case.stage
    state = {language: _in(language, stage.public_label) for language in ("ja", "en")}
    key = f"cases.due:{case.pk}:{reminded_on(case.due_on)}"
    _tell(people, kind, case, key, url=f"/cases/{case.pk}/", state=state, due=case.due_on)


def visitor_due(case: Case) -> None:
    """Somebody without an account who was asked something, by mail where an address was given."""
    visitor = getattr(case, "visitor", None)
    if visitor is None or not visitor.email or case.due_on is None:
        return
    kind = OVERDUE if case.due_on < clock.today() else DUE_SOON
    mail_to(
        visitor.email,
        visitor.language,
        kind,
        key=f"cases.due:{case.pk}:visitor:{reminded_on(case.due_on)}",
        url=visitor_path(visitor),
        reply_to=reply_address_of(visitor),
        title=str(case),
        number=case.number or "",
        state=_in(visitor.language, case.stage.public_label),
        due=case.due_on,
    )


def paper_due(paper: Paper, people: list[Person]) -> None:
    assert paper.due_on is not None  # noqa: S101  # by the query; for the type checker
    case = paper.case
    labels = {}
    for language in ("ja", "en"):
        with override(language):
            labels[language] = paper.label
    url = reverse("cases:paper", args=[case.pk, paper.kind, paper.round])
    key = f"{PAPER_DUE.code}:{paper.pk}:{reminded_on(paper.due_on)}"
    _tell(people, PAPER_DUE, case, key, url=url, paper=labels, due=paper.due_on)


def promise_due(item: Item, people: list[Person]) -> None:
    assert item.due_on is not None  # noqa: S101  # by the query; for the type checker
    url = f"/cases/{item.case_id}/items/{item.pk}/"
    key = f"{PROMISE_DUE.code}:{item.pk}:{reminded_on(item.due_on)}"
    _tell(people, PROMISE_DUE, item.case, key, url=url, promise=item.title, due=item.due_on)


def visit_soon(case: Case, people: list[Person]) -> None:
    assert case.first_day is not None  # noqa: S101  # by the query; for the type checker
    key = f"{VISIT_SOON.code}:{case.pk}:{case.first_day}"
    _tell(people, VISIT_SOON, case, key, url=f"/cases/{case.pk}/", day=case.first_day)


def leaderless(office: Organisation, count: int, people: Iterable[Person]) -> None:
    """Whoever may give the cases to somebody else, once a week."""
    year, week, _day = clock.today().isocalendar()
    tell(
        people,
        LEADERLESS,
        about=Ref(office._meta.label_lower, office.pk),
        url=reverse("cases:handovers"),
        key=f"{LEADERLESS.code}:{office.pk}:{year}-{week}",
        count=count,
        office=named(office),
    )


def _in(language: str, words: object) -> str:
    with override(language):
        return str(words)


def _tell(people: Iterable[Person], kind: NoticeKind, case: Case, key: str, *, url: str, **params: Param) -> None:
    """`key` names the thing and the day whose reminder it is, be it sent that day or later."""
    tell(
        people,
        kind,
        about=case.ref,
        url=url,
        key=key,
        except_for=None,
        reply_to=lambda person: reply_address_for(case, person),
        title=str(case),
        number=case.number or "",
        **params,
    )
