"""Rows for measuring calls: bodies, officers, a call, applications, reviews.

Import only once Django knows its database.
"""

import datetime as dt
import random

from kakehashi.engines.calls.choices import Deciding, Gives, PaperKind, Pays
from kakehashi.engines.calls.models import (
    Application,
    Assignment,
    Call,
    Criterion,
    Paper,
    Reviewer,
    Scheme,
    Score,
    Track,
)
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.accounts.models import User
from kakehashi.foundation.forms.models import AnswerSheet, Question, QuestionSet, Section, Version
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Country, Organisation, Person
from kakehashi.kernel import clock

THEMES = ["防災", "医療", "教育", "居住", "労働"]
ANSWERS = {"title": "多言語の防災訓練", "summary": "避難所の運営を練習する。" * 20, "requested_yen": 1_000_000}
_chance = random.Random(2012)


def organisation(code: str, kind: OrganisationKind, name: str, parent: Organisation | None = None) -> Organisation:
    country, _new = Country.objects.get_or_create(alpha2="JP", defaults={"name_ja": "日本", "name_en": "Japan"})
    given = {"kind": kind, "name_ja": name, "parent": parent, "country": country}
    return Organisation.objects.get_or_create(code=code, defaults=given)[0]


def person(name: str, role: str, place: Organisation) -> Person:
    address = f"bench-{Person.objects.count()}@example.invalid"
    user = User.objects.create(email=address, password="!")  # no password fits it
    made = Person.objects.create(user=user, name_ja=name, name_en="Bench", email=address)
    RoleHeld.objects.create(person=made, organisation=place, role=role, starts_on=dt.date(2000, 4, 1))
    return made


def make_call(code: str, *, places: int | None = None, ceiling_yen: int | None = None, tracks: int = 1) -> Call:
    """An announced call that is open, scored on six criteria, with tracks of these limits."""
    headquarters = organisation("bench-hq", OrganisationKind.HEADQUARTERS, "本部")
    desk = organisation("bench-desk", OrganisationKind.SECTION, "担当課", headquarters)
    scheme = Scheme.objects.create(code=code, name_ja=code, name_en=code, desk=desk)
    call = Call.objects.create(
        scheme=scheme, fiscal_year=2012, gives=Gives.MONEY, pays=Pays.SETTLEMENT, deciding=Deciding.SCORES,
        reviews_each=3, application_form=_form(), announced_at=clock.now(),
        closes_at=clock.now() + dt.timedelta(days=1),
    )  # fmt: skip
    for number in range(tracks):
        Track.objects.create(
            call=call, code=f"t{number}", name_ja=f"枠{number}", places=places, ceiling_yen=ceiling_yen, order=number
        )
    for number in range(6):
        Criterion.objects.create(call=call, code=f"c{number}", name_ja=f"観点{number}", most=5, order=number)
    return call


def _form() -> QuestionSet:
    found, is_new = QuestionSet.objects.get_or_create(code="bench-application", defaults={"title_ja": "申請書"})
    if is_new:
        version = Version.objects.create(question_set=found, number=1, state="published", published_at=clock.now())
        part = Section.objects.create(version=version, order=0, title_ja="申請")
        kinds = {"title": "text", "summary": "textarea", "requested_yen": "money"}
        for order, (code, kind) in enumerate(kinds.items()):
            Question.objects.create(
                version=version, section=part, code=code, order=order, kind=kind, label_ja=code, required=True
            )
    return found


def cities(count: int) -> list[Organisation]:
    """In 47 prefectures, by turns."""
    prefectures = [organisation(f"bench-p{n}", OrganisationKind.PREFECTURE, f"県{n}") for n in range(47)]
    return [
        organisation(f"bench-c{n}", OrganisationKind.MUNICIPALITY, f"市{n}", prefectures[n % 47]) for n in range(count)
    ]


def officers(bodies: list[Organisation]) -> dict[int, Person]:
    """One for each body; by its id."""
    return {body.pk: person(f"担当 {body.code}", "officer", body) for body in bodies}


def applications(call: Call, count: int, step: str, bodies: list[Organisation]) -> list[Application]:
    """With their papers; what is past the draft has its number."""
    now, tracks = clock.now(), list(call.tracks.all())
    version = Version.objects.get(question_set=call.application_form, state="published")
    sheets = AnswerSheet.objects.bulk_create(AnswerSheet(version=version, answers=ANSWERS) for _n in range(count))
    handed_in = {} if step == "draft" else {"handed_in_at": now, "submitted_at": now}
    made = Application.objects.bulk_create(
        Application(
            call=call, track=tracks[n % len(tracks)], applicant=bodies[n % len(bodies)], applicant_kind="municipality",
            number=None if step == "draft" else f"{call.scheme.code}-{n:04}", step=step, fiscal_year=call.fiscal_year,
            title=f"事業{n}", theme=_chance.choice(THEMES), requested_yen=1_000_000, computed_yen=1_000_000,
            **handed_in,
        )
        for n in range(count)
    )  # fmt: skip
    Paper.objects.bulk_create(
        Paper(application=one, kind=PaperKind.APPLICATION, sheet=sheet) for one, sheet in zip(made, sheets, strict=True)
    )
    return made


def reviews(call: Call, judged: list[Application], people: int = 12) -> None:
    """Three for each application, handed in, with points on every criterion."""
    headquarters = Organisation.objects.get(code="bench-hq")
    reviewers = [
        Reviewer.objects.create(call=call, person=person(f"審査 {n}", "reviewer", headquarters)) for n in range(people)
    ]
    given = Assignment.objects.bulk_create(
        Assignment(application=one, reviewer=reviewer, submitted_at=clock.now(), comment="よい。")
        for one in judged
        for reviewer in _chance.sample(reviewers, 3)
    )
    criteria = list(call.criteria.all())
    Score.objects.bulk_create(
        Score(assignment=one, criterion=criterion, points=_chance.randrange(6))
        for one in given
        for criterion in criteria
    )
