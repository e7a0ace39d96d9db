"""Bulletins as their staff reads them: the list, and one with its versions and its story."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import Standing, standing
from kakehashi.foundation.flow.definition import Turn
from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock, japanese
from kakehashi.services.disaster.choices import FacilityKind
from kakehashi.services.disaster.flow import BULLETIN_FLOW, EDITABLE, ENDED, LIVE, WAITING
from kakehashi.services.disaster.models import Bulletin, BulletinPart, Exercise, Facility, ShelterInDrill

PAGE = 50
MOST_SHELTERS = 300  # on the page of a drill
_VIEWS = {
    "live": Q(step__in=LIVE, exercise=None),
    "waiting": Q(step__in=WAITING, exercise=None),
    "draft": Q(step__in=EDITABLE, exercise=None),
    "ended": Q(step__in=ENDED, exercise=None),
    "drill": Q(exercise__isnull=False),
}
VIEWS = tuple(_VIEWS)
TONES = {
    "draft": "neutral", "checking": "waiting", "returned": "warning", "approved": "info", "translating": "waiting",
    "ready": "info", "published": "success", "superseded": "neutral", "withdrawn": "danger", "expired": "neutral",
    "rejected": "neutral",
}  # fmt: skip


@dataclass(frozen=True)
class Narrowed:
    """What the list shows."""

    view: str = "live"
    q: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the list; `whose_turn`: who acts next, empty when nobody must."""

    bulletin: Bulletin
    tone: str
    whose_turn: str
    is_mine: bool


def visible_bulletins(person: Person | None) -> QuerySet[Bulletin]:
    return Bulletin.objects.visible_to(person).select_related("organisation", "exercise", "author", "approver")


def matching(person: Person, narrowed: Narrowed) -> QuerySet[Bulletin]:
    found = _searched(visible_bulletins(person), narrowed.q).filter(_VIEWS[narrowed.view])
    return found.order_by("-step_since", "-id")


def counts(person: Person, q: str) -> dict[str, int]:
    """How many each tab holds. One query."""
    found = _searched(Bulletin.objects.visible_to(person), q).order_by()
    return found.aggregate(**{view: Count("pk", filter=condition) for view, condition in _VIEWS.items()})


def _searched(found: QuerySet[Bulletin], q: str) -> QuerySet[Bulletin]:
    for word in japanese.search_words(q):
        found = found.filter(Q(title__icontains=word) | Q(code__iexact=word) | Q(organisation__name_ja__icontains=word))
    return found


def rows(person: Person, bulletins: Iterable[Bulletin]) -> list[Row]:
    held = standing(person)
    return [Row(one, TONES[one.step], *turn_of(one, held)) for one in bulletins]


def turn_of(one: Bulletin, held: Standing) -> tuple[str, bool]:
    """Whose turn it is by name, and whether it is the reader's."""
    match one.stage.turn:
        case Turn.CLIENT:
            is_mine = held.may(Permission.WRITE_BULLETINS, one.organisation_id)
            return str(one.author or one.organisation), is_mine
        case Turn.OFFICE:
            is_mine = held.may(Permission.APPROVE_BULLETINS, one.organisation_id)
            return gettext("%(organisation)sの承認者") % {"organisation": one.organisation}, is_mine
    return "", False


def writing_for(person: Person | None) -> QuerySet[Organisation]:
    """The organisations in whose name this person writes."""
    return Organisation.objects.filter(standing(person).reach(Permission.WRITE_BULLETINS, "pk")).order_by("code")


def versions(bulletin: Bulletin) -> list[Bulletin]:
    """All versions of the message, the newest first."""
    return list(Bulletin.objects.filter(code=bulletin.code).order_by("-version"))


def story(bulletin: Bulletin) -> list[tuple[Passage, str]]:
    """What was done with it, the newest first, each with words of something done."""
    kind, pk = bulletin.ref.kind, bulletin.ref.id
    passages = Passage.objects.filter(thing_kind=kind, thing_id=pk).select_related("by").order_by("-at", "-id")
    return [(one, str(_DONE.get(one.move) or BULLETIN_FLOW.move(one.move).label)) for one in passages]


_DONE = {
    "submit": _("承認を求めた"),
    "approve": _("承認した"),
    "translate": _("翻訳を待つことにした"),
    "prepare": _("翻訳を待たずに公開の準備をした"),
    "publish": _("公開した"),
    "take_back": _("下書きに戻した"),
    "return": _("差し戻した"),
    "approve_alone": _("一人で承認した"),
    "reject": _("公開しないことにした"),
    "drop": _("下書きをやめた"),
    "supersede": _("新しい版に替えた"),
    "withdraw": _("取り下げた"),
    "expire": _("期限で終わった"),
}


def parts_of(bulletin: Bulletin) -> QuerySet[BulletinPart]:
    return _whole(bulletin.parts.select_related("bulletin__organisation"))


def with_parts_at_hand(bulletin: Bulletin) -> list[BulletinPart]:
    """Its paragraphs, kept on it with all that its guards ask of them."""
    prefetch_related_objects([bulletin], Prefetch("parts", _whole(BulletinPart.objects.all())))
    return list(bulletin.parts.all())


def _whole(parts: QuerySet[BulletinPart]) -> QuerySet[BulletinPart]:
    found = parts.select_related("sentence__category", "unit").prefetch_related("sentence__slots", "unit__texts")
    return found.order_by("order", "id")


# --- Drills -----------------------------------------------------------------------------------------------------------
def visible_exercises(person: Person | None) -> QuerySet[Exercise]:
    """Drills of the organisations one writes for."""
    found = Exercise.objects.filter(standing(person).reach(Permission.WRITE_BULLETINS, "organisation"))
    return found.select_related("organisation", "conductor")


def drills_of_today(person: Person | None) -> dict[int, Exercise]:
    """Those that are on, by organisation."""
    now = clock.now()
    running = visible_exercises(person).filter(starts_at__lte=now, ends_at__gt=now).order_by("-starts_at", "-id")
    return {one.organisation_id: one for one in running}


def shelters_of(exercise: Exercise) -> list[tuple[Facility, ShelterInDrill | None]]:
    """The shelters of its organisation, each as the drill has it."""
    shelters = Facility.objects.filter(organisation=exercise.organisation_id, kind=FacilityKind.SHELTER, is_used=True)
    said = {one.facility_id: one for one in ShelterInDrill.objects.filter(exercise=exercise)}
    return [(one, said.get(one.pk)) for one in shelters.order_by("name_kana", "id")[:MOST_SHELTERS]]
