"""The JET Programme of the demonstration: a year that takes requests and candidates; days, requests and people are
invented.
"""

import datetime as dt
from typing import Any

from kakehashi.foundation.access.operations.register import add_organisation
from kakehashi.foundation.organisations.models import Country, Organisation, Person
from kakehashi.kernel import clock
from kakehashi.portal.demonstration.people import DEMONSTRATION
from kakehashi.services.jet.models import ContractTerms, Cycle, PlannedPost, RequestSheet
from kakehashi.services.jet.operations import (
    candidates,
    costs,
    cycles,
    participants,
    placement,
    reappointments,
    requests,
    vacancies,
)
from kakehashi.services.jet.operations.candidates import Wish

# Days before or after today (a demonstration is at any time in the middle of its year), for whom.
DAYS = [
    ("request", 20, "english"),
    ("request", 35, "small"),
    ("request_host", 30, ""),
    ("application", 45, ""),
    ("interview", 110, ""),
    ("result", 160, ""),
    ("reply", 185, ""),
    ("placement", 210, ""),
]
COUNTRIES = {
    "english": ("US", "GB", "CA", "AU", "NZ", "IE", "ZA", "JM", "SG"),
    "small": ("FR", "DE", "IT", "ES", "FI", "RU", "MN", "VN", "ID"),
    "separate": ("CN", "KR", "BR", "PE"),
}
_SCHOOLS = {"position": "ALT", "urbanity": "semi", "housing": "provided", "workplaces": ["junior", "elementary"]}
_OFFICE = {"position": "CIR", "urbanity": "urban", "housing": "arranged", "workplaces": ["office"]}
# Organisation → its lines and how far its request has come.
REQUESTS: dict[str, tuple[list[dict[str, Any]], tuple[str, ...]]] = {
    "282014": (
        [
            {
                **_SCHOOLS,
                "posts": 3,
                "schools": 4,
                "household": 2,
                "duties": "中学校の授業の補助と、小学校への訪問(実演)",
            },
            {
                **_OFFICE,
                "posts": 1,
                "countries": ["FR"],
                "level": "N2",
                "why_first": "姉妹都市との連絡を1人で担う(実演)",
            },
        ],
        (),
    ),
    "282103": ([{**_SCHOOLS, "posts": 2, "schools": 3, "level_wish": "N4"}], ("submit",)),
    "282022": ([{**_SCHOOLS, "posts": 5, "schools": 9}], ("submit", "forward")),
    "282031": (
        [{**_SCHOOLS, "posts": 2}, {**_OFFICE, "posts": 1, "countries": ["CN"], "level": "N1"}],
        ("submit", "forward", "accept"),
    ),
    "282065": ([{**_SCHOOLS, "posts": 2, "licence": True}], ("submit", "forward", "accept")),
    "282073": ([{**_OFFICE, "countries": ["FR"], "level": "N2"}], ("submit", "forward", "accept")),
    "282049": (
        [{**_SCHOOLS, "urbanity": "rural", "posts": 1, "licence": True, "driving": "official"}],
        ("submit", "return"),
    ),
}


# Mission → name in both languages, country of those who apply there.
MISSIONS = {
    "mission-london": ("在英国日本国大使館", "Embassy of Japan in the UK", "GB"),
    "mission-paris": ("在フランス日本国大使館", "Embassy of Japan in France", "FR"),
}
# Number, position, level, licence, score, first and second choice, how far.
_READY = ("submit", "invite", "interview", "short_list", "accept", "clear")
_PEOPLE: list[tuple[str, str, str, bool, int, tuple[str, ...], tuple[str, ...]]] = [
    ("GB-001", "ALT", "", False, 82, ("282031", "282014"), _READY),
    ("GB-002", "ALT", "N4", True, 76, ("282031",), _READY),
    ("GB-003", "ALT", "", True, 71, ("280003",), _READY),
    ("GB-004", "ALT", "N3", False, 68, (), _READY[:5]),
    ("GB-005", "ALT", "", False, 64, (), _READY[:4]),
    ("GB-006", "ALT", "", False, 55, (), (*_READY[:3], "make_alternate")),
    ("GB-007", "ALT", "", False, 40, (), (*_READY[:3], "reject")),
    ("GB-008", "ALT", "", False, 0, (), ("submit",)),
    ("FR-001", "CIR", "N2", False, 84, ("282073",), _READY),
    ("FR-002", "CIR", "N1", False, 79, (), _READY[:4]),
]


def load_missions() -> None:
    for code, (name_ja, name_en, country) in MISSIONS.items():
        facts = {"kind": "mission", "name_ja": name_ja, "name_en": name_en, "country_id": country}
        add_organisation(facts={**facts, "is_demonstration": True}, by=DEMONSTRATION, code=code)


def _load_candidates(cycle: Cycle, people: dict[str, Person]) -> None:
    """A couple among them, and somebody who signs in."""
    officer = people["jet"]
    made = {}
    for rank, (number, position, level, licence, score, wished, road) in enumerate(_PEOPLE, 1):
        mission = Organisation.objects.get(code="mission-london" if number.startswith("GB") else "mission-paris")
        facts = {
            "number": number,
            "name": f"Candidate {number} (demonstration)",
            "country_id": number[:2],
            "position": position,
            "group": "A",
            "level": level,
            "licence": licence,
            "score": score or None,
            "rank": rank if "make_alternate" in road else None,
        }
        one = made[number] = candidates.add_application(cycle, mission, facts, by=officer)
        places = [Wish(at, Organisation.objects.get(code=code)) for at, code in enumerate(wished, 1)]
        candidates.set_wishes(one, places, wish="", partner="", base_revision=one.revision, by=officer)
        for code in road:
            candidates.move_application(one, code, by=officer, base_revision=None)
    for number, partner in (("GB-001", "GB-002"), ("GB-002", "GB-001")):
        one = made[number]
        places = [Wish(each.rank, each.place, each.reason) for each in one.choices.select_related("place")]
        candidates.set_wishes(one, places, wish="", partner=partner, base_revision=one.revision, by=officer)
    mine = made["GB-005"]
    mine.person, mine.name = people["jet-candidate"], people["jet-candidate"].name_en
    mine.save(update_fields=["person", "name"])
    placement.ask_run(cycle, mode="best", seed=0, limit=30, by=officer)


# Code of the organisation, name, country, position, arrival as years and days before today, terms so far.
IN_SERVICE = [
    ("282014", "Amelia Archer", "GB", "ALT", (0, 330), 2),
    ("282014", "Bastien Bellerose", "FR", "CIR", (1, 330), 3),
    ("282014", "Callum Carver", "GB", "ALT", (2, 330), 4),
    ("282103", "Delphine Dumaine", "FR", "CIR", (0, 330), 1),
    ("282031", "Edgar Elmswood", "GB", "ALT", (1, 330), 3),
    ("282031", "Fiona Fairweather", "GB", "ALT", (0, 330), 1),
]


def _load_participants(cycle: Cycle, officer: Person) -> None:
    """People in service, and one who leaves before the end of the term."""
    today = clock.today()
    made = []
    for number, (code, name, country, position, (years, days), count) in enumerate(IN_SERVICE, 1):
        on = clock.add_months(today - dt.timedelta(days=days), -12 * years)
        facts = {
            "number": f"20990000{number:03d}",
            "name": f"{name} (demonstration)",
            "country_id": country,
            "position": position,
            "organisation": Organisation.objects.get(code=code),
            "arrived_on": on,
            "count": count,
        }
        made.append(participants.add_participant(facts, joins=False, by=officer))
    reappointments.ask_all(cycle, by=reappointments.ASKER)
    leaving = {"last_day": today + dt.timedelta(days=21), "manner": "resigned", "leaving_note": "実演"}
    vacancy = participants.report_leaving(made[-1], {**leaving, "notice_on": today}, by=officer)
    vacancies.move_vacancy(vacancy, "search", by=officer)


def _load_costs(people: dict[str, Person]) -> None:
    """A city's plan with a wished post, and the terms of its contracts."""
    body, by, today = Organisation.objects.get(code="282014"), people["himeji"], clock.today()
    plan = costs.make_plan(body, {"title": "JETの5年の見通し(実演)", "first_year": clock.fiscal_year(today)}, by=by)
    post = PlannedPost(position="ALT", arrives_on=dt.date(today.year + 1, 8, 1), stays=3, note="小学校の2人目(実演)")
    costs.set_post(plan, post, base_revision=plan.revision, by=by)
    terms = {
        "hours": 35,
        "leave_days": 15,
        "working_time_ja": "月曜日から金曜日まで(実演)",
        "working_time_en": "Monday to Friday (demonstration)",
    }
    costs.set_terms(ContractTerms(organisation=body), terms, base_revision=0, by=by)


def load_jet(people: dict[str, Person]) -> int:
    """A year with its days and plan, and requests at every step of their road. Returns how many requests."""
    officer = people["jet"]
    year = clock.today().year + 1
    values = {
        "year": year,
        "takes_requests": True,
        "is_demonstration": True,
        "note": "日程、人数、要望はすべて実演用です。",
    }
    cycle = cycles.make_cycle(values, by=officer)
    for kind, days, group in DAYS:
        day = {"kind": kind, "group": group, "country": None, "on": clock.today() + dt.timedelta(days=days)}
        cycles.set_deadline(cycle, day, by=officer)
    known = Country.objects.in_bulk()
    rows = [
        {"country": known[code], "group": group, "alt": None, "cir": None, "sea": None}
        for group, codes in COUNTRIES.items()
        for code in codes
        if code in known
    ]
    cycles.set_plan(cycle, rows, by=officer)
    for code in REQUESTS:
        _load(cycle, Organisation.objects.get(code=code), people)
    _load_candidates(cycle, people)
    _load_participants(cycle, officer)
    _load_costs(people)
    return len(REQUESTS)


def _load(cycle: Cycle, body: Organisation, people: dict[str, Person]) -> None:
    by = people["himeji"] if body.code == "282014" else people["hyogo-branch"]
    lines, road = REQUESTS[body.code]
    sheet = requests.begin_sheet(cycle, body, by=by)
    for line in lines:
        requests.add_line(sheet, line, by=by)
    contact = {"contact": "国際交流の担当(実演)", "phone": "000-000-0000", "email": "", "note": ""}
    requests.change_contact(sheet, contact, base_revision=sheet.revision, by=by)
    for move in road:
        _move(sheet, move, people["jet"] if move == "accept" else by)


def _move(sheet: RequestSheet, move: str, by: Person) -> None:
    note = "勤務先の学校の数を入れてください(実演)。" if move == "return" else ""
    requests.move_sheet(sheet, move, by=by, note=note, base_revision=sheet.revision)
