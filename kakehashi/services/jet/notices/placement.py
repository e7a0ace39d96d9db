"""Who is told of a placement."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.queries import holders
from kakehashi.foundation.notices.kinds import NoticeKind, named, register
from kakehashi.foundation.notices.telling import tell
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel.references import Ref
from kakehashi.services.jet.models import Assignment, PlacementRun, RequestSheet
from kakehashi.services.jet.queries.people import approving_people

_ALL = [
    NoticeKind(
        "jet.run_proposed",
        _("JETの配置の案を確かめてください(%(cycle)s年)"),
        _("%(who)s が、計算%(number)s の配置の承認を求めています。\n\n%(note)s"),
    ),
    NoticeKind(
        "jet.run_approve",
        _("JETの配置が承認されました(%(cycle)s年)"),
        _("%(who)s が、計算%(number)s の配置を承認しました。通知はまだ送られていません。\n\n%(note)s"),
    ),
    NoticeKind(
        "jet.run_return",
        _("JETの配置の案が差し戻されました(%(cycle)s年)"),
        _("%(who)s が、計算%(number)s の配置を差し戻しました。\n\n%(note)s"),
    ),
    NoticeKind(
        "jet.placed",
        _("JETの配置が決まりました(%(cycle)s年)"),
        _("あなたの配置先は %(organisation)s です。配置の理由もページで読めます。"),
    ),
    NoticeKind(
        "jet.placed_here",
        _("%(organisation)s に来るJETの参加者が決まりました"),
        _("%(cycle)s年に来日する人の配置が決まりました。うまらなかった枠は、その理由も読めます。"),
    ),
]
KINDS = {kind.code: register(kind) for kind in _ALL}


def to_committee(run: PlacementRun, by: Actor, note: str) -> None:
    _of_run(approving_people(), run, "jet.run_proposed", by, note)


def to_asker(run: PlacementRun, code: str, by: Actor, note: str) -> None:
    _of_run([run.asked_by], run, code, by, note)


def _of_run(people: Iterable[Person], run: PlacementRun, code: str, by: Actor, note: str) -> None:
    tell(
        people,
        KINDS[code],
        about=run.ref,
        url=reverse("jet:run", args=[run.pk]),
        key=f"{code}:{run.pk}:{run.revision}",
        except_for=by,
        cycle=str(run.cycle.year),
        number=str(run.number),
        who=str(by),
        note=note,
    )


def to_candidate(assignment: Assignment, by: Actor) -> None:
    one = assignment.application
    if one.person is not None:
        tell(
            [one.person],
            KINDS["jet.placed"],
            about=one.ref,
            url=reverse("jet:candidate_placed", args=[one.pk]),
            key=f"jet.placed:{one.pk}",
            except_for=by,
            organisation=named(assignment.line.sheet.organisation),
            cycle=str(assignment.run.cycle.year),
        )


def to_all_bodies(run: PlacementRun, by: Actor) -> None:
    """Every organisation that asked and whoever gathers for it, once."""
    for sheet in RequestSheet.objects.filter(cycle=run.cycle_id, step="accepted").select_related("organisation"):
        people = set(holders(Permission.REQUEST_SERVICES, sheet.organisation_id))
        if sheet.host_id is not None:
            people |= set(holders(Permission.FOLLOW_MEMBERS, sheet.host_id))
        tell(
            sorted(people, key=lambda one: one.pk),
            KINDS["jet.placed_here"],
            about=Ref(sheet._meta.label_lower, sheet.pk),
            url=reverse("jet:sheet_placed", args=[sheet.pk]),
            key=f"jet.placed_here:{sheet.pk}",
            except_for=by,
            organisation=named(sheet.organisation),
            cycle=str(run.cycle.year),
        )
