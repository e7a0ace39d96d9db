"""The JET Programme of the demonstration: a year that takes requests, with invented days and requests."""

import datetime as dt
from typing import Any

from kakehashi.foundation.organisations.models import Country, Organisation, Person
from kakehashi.kernel import clock
from kakehashi.services.jet.models import Cycle, RequestSheet
from kakehashi.services.jet.operations import cycles, requests

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
    "282049": (
        [{**_SCHOOLS, "urbanity": "rural", "posts": 1, "licence": True, "driving": "official"}],
        ("submit", "return"),
    ),
}


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
