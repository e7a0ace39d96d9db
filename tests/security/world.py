"""A small world with one of everything behind an address: what the matrix and the fuzzer walk through."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.urls import reverse

from kakehashi.engines.calls.models import Application
from kakehashi.engines.cases.models import (
    Approval,
    ArrivedMail,
    Case,
    CaseLink,
    Check,
    Handover,
    Item,
    Letter,
    Precedent,
)
from kakehashi.engines.cases.operations import moves, moving, precedents
from kakehashi.engines.cases.operations.checks import add_check
from kakehashi.engines.cases.operations.handover import begin_handover
from kakehashi.engines.cases.operations.importing import keep_file
from kakehashi.engines.cases.operations.links import link_cases
from kakehashi.engines.cases.operations.messages import write_message
from kakehashi.foundation.access import operations as access
from kakehashi.foundation.access.models import Invitation
from kakehashi.foundation.catalogue import operations as editing
from kakehashi.foundation.catalogue import seed as catalogue
from kakehashi.foundation.catalogue.models import Plan, Programme
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.documents.operations import store
from kakehashi.foundation.forms.exchange import to_xlsx
from kakehashi.foundation.forms.models import Question, Section, Version
from kakehashi.foundation.notices.models import Mail, Notice
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Holiday, Person, Relation, Term
from kakehashi.foundation.tasks.models import Job
from kakehashi.kernel import clock
from kakehashi.services.disaster.models import Bulletin
from tests.cast import Cast, make_organisation, make_person
from tests.engines.cases import formal, stories
from tests.house.test_entrances import ADDRESSES
from tests.security import world_calls, world_disaster, world_jet, world_translation

Arguments = dict[str, Any]


@dataclass
class World:
    cast: Cast
    others: dict[str, Person] = field(default_factory=dict)  # whom only the matrix needs
    cases: dict[str, Case] = field(default_factory=dict)  # by the step they stand at
    applications: dict[str, Application] = field(default_factory=dict)  # by the step they stand at
    bulletins: dict[str, Bulletin] = field(default_factory=dict)  # by the step they stand at
    draft_precedent: Precedent | None = None
    published: Precedent | None = None
    targets: list[tuple[str, str]] = field(default_factory=list)  # name and path of every address with a thing behind

    @property
    def people(self) -> dict[str, Person | None]:
        """Every role by name, and the visitor."""
        found: dict[str, Person | None] = {"visitor": None}
        for one in fields(self.cast):
            person = getattr(self.cast, one.name)
            if isinstance(person, Person):
                found[one.name] = person
        return found | self.others


def make_world(cast: Cast) -> World:
    world = World(cast, _make_others(cast))
    catalogue.load()
    _make_failures()
    _make_cases(world)
    world.applications = world_calls.make_applications(cast)
    world.bulletins = world_disaster.make_disaster(
        cast, world.others["bulletin_writer"], world.others["bulletin_publisher"]
    )
    world_translation.make_translation(cast)
    world_jet.make_jet(cast, world.others)
    _make_register(cast)
    world.targets = [
        (name, reverse(name, kwargs=arguments))
        for name, address in sorted(ADDRESSES.items())
        for arguments in _arguments(name, address.arguments, world)
    ]
    return world


def _make_others(cast: Cast) -> dict[str, Person]:
    mission = make_organisation("mission-1", OrganisationKind.MISSION, "在外公館", "A Mission")
    other = make_organisation("mission-2", OrganisationKind.MISSION, "ほかの在外公館", "Another Mission")
    ngo = make_organisation("ngo-1", OrganisationKind.NGO, "国際協力の会", "Cooperation Circle")
    ended = dt.date(2012, 3, 31)
    return world_calls.make_others(cast) | {
        "prefecture_officer": make_person("prefecture", "県 庁子", ("officer", cast.hyogo)),
        "ngo_officer": make_person("ngo", "民 間", ("officer", ngo)),
        "translator": make_person("translator", "訳 文", ("translator", cast.headquarters)),
        "retired_staff": make_person("retiredstaff", "帰任 済", ("office_staff", cast.paris), ends_on=ended),
        "bulletin_writer": make_person("writer", "播磨 灘", ("bulletin_writer", cast.himeji)),
        "bulletin_publisher": make_person("publisher", "城下 護", ("bulletin_publisher", cast.himeji)),
        "jet_officer": make_person("jet", "地球 結", ("jet_staff", cast.headquarters)),
        "jet_approver": make_person("approver", "評議 決", ("jet_committee", cast.headquarters)),
        "jet_mission": make_person("mission", "公館 選", ("jet_mission", mission)),
        "other_mission": make_person("othermission", "公館 他", ("jet_mission", other)),
        "jet_candidate": make_person("candidate", "候補 来", ("jet_candidate", mission)),
        "neighbour_writer": make_person("neighbourwriter", "加古 川", ("bulletin_writer", cast.kakogawa)),
    }


def _make_failures() -> None:
    """Before anything else: the first job and the first mail have failed."""
    now = clock.now()
    Job.objects.create(
        task="kakehashi.portal.tasks.x", queue="default", state="failed", run_after=now, finished_at=now, max_attempts=1
    )
    Mail.objects.create(
        key="x", address="x@example.invalid", language="ja", kind="x", message_id="x", state="failed", next_try_at=now
    )


def _make_cases(world: World) -> None:
    cast, cases = world.cast, world.cases
    cases["draft"] = stories.draft(cast)
    cases["submitted"] = stories.submitted(cast)
    cases["needs_info"] = moving.ask_back(stories.submitted(cast), by=cast.staff, note="いつですか。")
    cases["reviewing"] = moving.receive(stories.submitted(cast), by=cast.staff)
    cases["arranging"] = stories.arranging(cast)
    cases["needs_detail"] = moving.ask_detail(stories.arranging(cast), by=cast.staff, note="人数は。")
    cases["ready"] = stories.ready(cast)
    cases["visited"] = stories.visited(cast)
    world.published = stories.published(cast)
    cases["following_up"] = stories.following_up(cast)
    world.draft_precedent = precedents.draft_precedent(cases["following_up"], by=cast.staff)
    cases["closed"] = moving.close(stories.following_up(cast), by=cast.staff, note="回答なし。")
    cases["declined"] = moving.decline(stories.submitted(cast), by=cast.staff, note="対象外。")
    cases["withdrawn unsent"] = moving.withdraw(stories.draft(cast), by=cast.officer, note="不要。")
    cases["withdrawn"] = moving.withdraw(stories.submitted(cast), by=cast.officer, note="中止。")
    cases["awaiting_letter"] = formal.awaiting_letter(cast)
    _hang_on(cases["awaiting_letter"], cases["submitted"], cast)
    cases["of another city"] = moving.submit(
        stories.draft(cast, by=cast.neighbour, office=cast.london), by=cast.neighbour
    )
    begin_handover(cast.staff, cast.paris, planned_for=dt.date(2099, 4, 1), by=cast.director)
    file = SimpleUploadedFile("旅程.txt", "10時 集合".encode())
    store(file, about=cases["submitted"].ref, by=cast.officer, permit=True)
    write_message(cases["submitted"], "内部の話", is_internal=True, by=cast.staff)
    ArrivedMail.objects.create(message_id="<1@x>", sender="a@example.invalid", state="waiting", office=cast.paris)
    form = to_xlsx(cases["draft"].papers.get().sheet.version)
    keep_file(SimpleUploadedFile("request.xlsx", form), by=cast.officer)


def _hang_on(case: Case, other: Case, cast: Cast) -> None:
    """Letters, approvals, a checklist and a link, of both sides where there are two."""
    formal.issued_letter(case, cast.officer)
    draft = formal.draft_letter(case, cast.officer, number="草案第1号")
    formal.asked(case, cast.officer, cast.colleague, letter=draft)
    draft = formal.draft_letter(case, cast.staff, formal.COUNCIL, number="協会草案第1号")
    formal.asked(case, cast.staff, cast.director, letter=draft)
    formal.draft_letter(case, cast.officer, number="草案第2号")
    formal.draft_letter(case, cast.staff, formal.COUNCIL, number="協会草案第2号")
    add_check(case, "通訳を確かめる", by=cast.staff)
    link_cases(case, other, why="同じ訪問先", by=cast.staff)


def _make_register(cast: Cast) -> None:
    day = dt.date(2012, 7, 1)
    access.begin_term(person=cast.colleague, organisation=cast.himeji, starts_on=day, by=cast.planner, title="係長")
    access.add_holiday(cast.paris.country, day=dt.date(2012, 7, 14), name_ja="革命記念日", by=cast.planner)
    access.invite(
        email="new@example.invalid", name="新任", organisation=cast.himeji, role="officer",
        starts_on=dt.date(2026, 4, 1), ends_on=dt.date(2099, 3, 31), by=cast.officer,
    )  # fmt: skip
    editing.copy_plan(Plan.objects.get(), by=cast.planner, fiscal_year=2013)


def _arguments(name: str, sample: Arguments, world: World) -> list[Arguments]:
    """The arguments of the things that stand behind this address; the sample where there is nothing to choose."""
    app, _colon, what = name.partition(":")
    if name == "portal:api:application":
        app, what = "calls", "application"
    if name in _KNOWN or not sample or app not in {*_APPS, *_FIRST}:
        return [_KNOWN.get(name, sample)]
    if hanging := next((key for key in _HANGING if key in sample), None):
        things = _HANGING[hanging].objects.order_by("pk").values_list("case_id", "pk")  # type: ignore[attr-defined]  # of every model
        return [sample | {"pk": case_id, hanging: pk} for case_id, pk in things]
    if app in _OF_APPS:
        return _OF_APPS[app](what, sample, world)
    if app in {"organisations", "access"}:
        return [_of_register(name, sample, world.cast)]
    if app == "catalogue":
        return [_of_catalogue(sample)]
    return [{"pk": _FIRST.get(name, _FIRST[app]).objects.order_by("pk").values_list("pk", flat=True)[0]}]  # type: ignore[attr-defined]  # of every model


_APPS = {"calls", "cases", "disaster", "jet", "translation", "organisations", "access", "catalogue"}
_KNOWN: dict[str, Arguments] = {
    "ui:page": {"kind": "list"},
    "portal:api:services": {"code": "fy2012"},
    "catalogue:make_current": {"code": "fy2013"},
    "cases:ask": {"code": "plaza"},
}
# By app or by address: the first of these stands behind it.
_FIRST: dict[str, type[Model]] = {
    "documents": Document,
    "forms": Version,
    "forms:arrange_question": Question,
    "forms:arrange_section": Section,
    "forms:new_question": Section,
    "forms:question": Question,
    "forms:section": Section,
    "notices": Notice,
    "notices:retry_mail": Mail,
    "tasks": Job,
}


_HANGING: dict[str, type[Model]] = {
    "letter_pk": Letter,
    "approval_pk": Approval,
    "link_pk": CaseLink,
    "check_pk": Check,
}


def _of_cases(what: str, sample: Arguments, world: World) -> list[Arguments]:  # noqa: PLR0911, PLR0912  # a line for each
    assert world.draft_precedent and world.published
    if what in {"start", "on_behalf", "blank_form"}:
        return [{"code": "plaza" if what == "blank_form" else "top-sales"}]
    if what.startswith("handover"):
        return [sample | {"pk": Handover.objects.values_list("pk", flat=True)[0]}]
    if what == "start_service":
        return [{"service_number": 7}]
    if what in {"precedent", "precedent_edit", "precedent_withdraw"}:
        return [{"pk": world.draft_precedent.pk}, {"pk": world.published.pk}]
    if what in {"mail", "mail_place", "mail_begin", "mail_ignore", "import_check"}:
        file = Document.objects.get(about_kind="", name="request.xlsx")
        return [{"pk": file.pk if what == "import_check" else ArrivedMail.objects.get().pk}]
    if what.startswith("kind") or what == "menu_item":
        known = {"code": "interpreter" if what == "menu_item" else "top-sales", "part": "reception"}
        return [{key: known.get(key, "request_form") for key in sample}]
    if what == "calendar_month":
        return [{"code": world.cast.paris.code, "year": 2012, "month": 10}]
    if what == "setting":
        return [{"code": world.cast.paris.code}]
    if "pk" not in sample:
        return [sample]
    found: list[Arguments] = [{"pk": case.pk} for case in world.cases.values()]
    if "item_pk" in sample:
        items = Item.objects.filter(case__in=world.cases.values()).order_by("pk")
        found = [{"pk": item.case_id, "item_pk": item.pk} for item in items]
    if "side" in sample:
        found = [one | {"side": side.value} for one in found for side in (formal.CLIENT, formal.COUNCIL)]
    if "kind" in sample:
        kinds = [("result", 1), ("report", 1), ("follow_up", 1), ("follow_up", 2)]
        found = [one | {"kind": kind, "round_number": number} for one in found for kind, number in kinds]
    if what == "move":
        found = [one | {"code": code} for one in found for code in moves.MOVES]
    if what == "item_move":
        found = [one | {"code": code} for one in found for code in ("start", "confirm", "fail", "decline", "reopen")]
    return found


_OF_APPS: dict[str, Callable[[str, Arguments, World], list[Arguments]]] = {
    "cases": _of_cases,
    "calls": world_calls.arguments,
    "disaster": world_disaster.arguments,
    "jet": world_jet.arguments,
    "translation": world_translation.arguments,
}


def _of_register(name: str, sample: Arguments, cast: Cast) -> Arguments:
    things: dict[str, Any] = {
        "organisations:end_relation": Relation.objects.first(),
        "organisations:end_term": Term.objects.first(),
        "organisations:add_successor": Term.objects.first(),
        "organisations:remove_holiday": Holiday.objects.get(country_id="FR"),
        "access:person": cast.colleague,
        "access:edit_person": cast.colleague,
        "access:end_role": cast.colleague.roles.get(),
        "access:revoke": Invitation.objects.first(),
    }
    known: Arguments = {"code": cast.himeji.code, "alpha2": "FR"}
    if name in things:
        known["pk"] = things[name].pk
    return {key: known.get(key, value) for key, value in sample.items()}


def _of_catalogue(sample: Arguments) -> Arguments:
    known: Arguments = {"programme_id": Programme.objects.order_by("pk").values_list("pk", flat=True)[0]}
    if set(sample) == {"code"} and sample["code"] == "x":
        known["code"] = "sell-abroad"  # an aim, not a plan
    return {key: known.get(key, value) for key, value in sample.items()}
