"""Rows for measuring: a council after ten years, made in bulk. Import only once Django knows its database."""

import datetime as dt
import random
from dataclasses import dataclass

from kakehashi.engines.cases import searching
from kakehashi.engines.cases.models import Case, CaseKind, Item, Message, Paper
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.accounts.models import User
from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.forms.models import AnswerSheet, Version
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.search import index
from kakehashi.kernel import clock

WORDS = ["観光", "物産", "姉妹都市", "図書館", "防災", "港湾", "工芸", "環境", "教育", "医療", "農業", "雪まつり"]
THEMES = ["tourism", "products", "sister_ties", "culture", "education", "welfare", "environment", "disaster"]
HOSTS = ["観光庁", "市役所", "商工会議所", "美術館", "大学", "見本市事務局", "旅行会社", "港湾局"]
FAMILY = ["佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤", "吉田", "山田"]
OPEN = ["submitted", "needs_info", "reviewing", "arranging", "needs_detail", "ready", "visited", "following_up"]
_chance = random.Random(2012)


@dataclass(frozen=True)
class Viewers:
    """Who looks at the list, from few cases to all of them."""

    city: Person
    branch: Person
    office: Person
    headquarters: Person


@dataclass(frozen=True)
class _World:
    offices: list[Organisation]
    officers: dict[int, list[Person]]  # by office
    cities: list[Organisation]
    askers: dict[int, Person]  # by city
    branches: dict[int, int]  # of a prefecture
    kinds: list[CaseKind]
    version: Version


def fill(cases: int) -> Viewers:
    """`cases` cases with their papers, items, words and story, asked by every municipality of the register."""
    world = _make_world()
    made = Case.objects.bulk_create((_case(world, n, cases) for n in range(cases)), batch_size=500)
    _add_papers(world, made)
    _add_story(made)
    index.put_many(searching.handed_cases())
    busiest = world.cities[0]
    paris = next(office for office in world.offices if office.code == "office-paris")
    return Viewers(
        city=world.askers[busiest.pk],
        branch=_person("支部 一", "branch_officer", Organisation.objects.get(pk=_branch_of(world, busiest))),
        office=world.officers[paris.pk][0],
        headquarters=_person("本部 一", "section_staff", Organisation.objects.get(code="hq")),
    )


def _person(name: str, role: str, organisation: Organisation) -> Person:
    address = f"person-{Person.objects.count()}@example.invalid"
    user = User.objects.create(email=address, password="!")  # no password fits it
    person = Person.objects.create(user=user, name_ja=name, name_en="Bench", email=address)
    RoleHeld.objects.create(person=person, organisation=organisation, role=role, starts_on=dt.date(2000, 4, 1))
    return person


def _make_world() -> _World:
    offices = list(Organisation.objects.filter(kind="office").order_by("code"))
    officers = {
        office.pk: [_person(f"{_chance.choice(FAMILY)} {office.pk}-{n}", "office_staff", office) for n in range(8)]
        for office in offices
    }
    cities = list(Organisation.objects.filter(kind__in=["municipality", "prefecture"]).order_by("code"))
    _chance.shuffle(cities)
    asker = _person("依頼 一", "officer", cities[0])
    others = Person.objects.bulk_create(Person(name_ja=f"依頼 {n}", email="") for n in range(1, len(cities)))
    return _World(
        offices=offices,
        officers=officers,
        cities=cities,
        askers={city.pk: person for city, person in zip(cities, [asker, *others], strict=True)},
        branches=dict(Organisation.objects.filter(kind="branch").values_list("parent", "pk")),
        kinds=list(CaseKind.objects.filter(is_open=True, starts="client")),
        version=Version.objects.filter(state="published")[0],
    )


def _branch_of(world: _World, city: Organisation) -> int | None:
    return world.branches.get(city.pk) or world.branches.get(city.parent_id or city.pk)


def _case(world: _World, n: int, cases: int) -> Case:
    """The older the more likely it has ended; some bodies ask much more often than others."""
    city = world.cities[min(int(_chance.expovariate(6) * len(world.cities)), len(world.cities) - 1)]
    office = world.offices[min(int(_chance.expovariate(0.5)), len(world.offices) - 1)]
    age = cases - n
    begun = clock.now() - dt.timedelta(hours=4.4 * age)
    is_open = _chance.random() < (0.5 if age < cases // 10 else 0.02)
    step = _chance.choice(OPEN) if is_open else _chance.choice(["closed"] * 8 + ["declined", "withdrawn"])
    first_day = begun.date() + dt.timedelta(days=_chance.randrange(60, 200))
    return Case(
        kind=_chance.choice(world.kinds),
        number=f"B{begun.year}-{n:05}",
        applicant=city,
        requester=world.askers[city.pk],
        office=office,
        branch_id=_branch_of(world, city),
        lead=None if step == "submitted" else _chance.choice(world.officers[office.pk]),
        step=step,
        step_since=begun + dt.timedelta(days=_chance.randrange(1, 20)),
        fiscal_year=clock.fiscal_year(begun.date()),
        title=f"{city.name_ja}の{_chance.choice(WORDS)}についての訪問({n})",
        country_id=office.country_id,
        city="都市",
        host=f"{office.name_ja}管内の{_chance.choice(HOSTS)}",
        theme=_chance.choice(THEMES),
        created_at=begun,
        submitted_at=begun,
        first_day=first_day,
        last_day=first_day + dt.timedelta(days=3),
        due_on=begun.date() + dt.timedelta(days=_chance.randrange(5, 40)) if is_open else None,
        is_urgent=_chance.random() < 0.05,
    )


def _add_papers(world: _World, cases: list[Case]) -> None:
    """The request of each; where it was carried out, the result and the report too."""
    ended = [case for case in cases if case.step in {"closed", "following_up"}]
    wanted = [(case, "request") for case in cases]
    wanted += [(case, kind) for case in ended for kind in ("result", "report")]
    answers = {"title": "訪問", "purpose": "観光客を増やす。" * 10, "hosts": [{"name": "観光庁", "why": "動向を聞く"}]}
    sheets = AnswerSheet.objects.bulk_create(
        (AnswerSheet(version=world.version, answers=answers) for _ in wanted), batch_size=1000
    )
    papers = (
        Paper(case=case, kind=kind, sheet=sheet, submitted_at=case.submitted_at, submitted_by=case.requester)
        for (case, kind), sheet in zip(wanted, sheets, strict=True)
    )
    Paper.objects.bulk_create(papers, batch_size=1000)


def _add_story(cases: list[Case]) -> None:
    label = Case._meta.label_lower
    passages = (
        Passage(thing_kind=label, thing_id=case.pk, move="submit", from_step=before, to_step=after, by_name="計測")
        for case in cases
        for before, after in (("draft", "submitted"), ("submitted", case.step))
    )
    Passage.objects.bulk_create(passages, batch_size=1000)
    items = (Item(case=case, step="requested", title="面会の約束", order=n) for case in cases for n in range(2))
    Item.objects.bulk_create(items, batch_size=1000)
    words = (Message(case=case, author=case.requester, body="ご確認ください。") for case in cases if case.step in OPEN)
    Message.objects.bulk_create(words, batch_size=1000)
