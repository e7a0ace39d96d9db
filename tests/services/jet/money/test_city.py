"""A city with three ALTs and a CIR over five fiscal years, reckoned by hand beside the code.

Pay is the schedule for arrivals from April 2012: 280,000, 300,000, 325,000, 330,000, 330,000 yen a month by contract
year. All other rates are invented, see ``tables``.

ALT 1  US  arrived 31 July 2012, three years until 31 July 2015; a wished successor from 1 August 2015 on
ALT 2  GB  arrived 4 August 2013, three years until 4 August 2016; the post ends
ALT 3  US  arrived 8 April 2015: until 8 April 2016, the short term until 2 August 2016, then group B's dates
CIR    DE  arrived 31 July 2012, five years until 31 July 2017
"""

import datetime as dt

import pytest

from kakehashi.services.jet.money.amounts import Amount
from kakehashi.services.jet.money.costing import Engagement
from kakehashi.services.jet.money.planning import Plan, plan, successors
from kakehashi.services.jet.money.rates import Kind
from kakehashi.services.jet.terms.arrival import Arrival, arrive
from tests.services.jet.money.tables import invented

GROUP_B = {2015: dt.date(2015, 8, 2)}
YEARS = (2012, 2013, 2014, 2015, 2016)

ALT_1 = Engagement("ALT 1", Arrival(dt.date(2012, 7, 31)), 3, "ALT", "US")
ALT_2 = Engagement("ALT 2", Arrival(dt.date(2013, 8, 4)), 3, "ALT", "GB")
ALT_3 = Engagement("ALT 3", arrive(dt.date(2015, 4, 8), GROUP_B), 4, "ALT", "US")
CIR = Engagement("CIR", Arrival(dt.date(2012, 7, 31)), 5, "CIR", "DE")


@pytest.fixture(scope="module")
def city() -> Plan:
    after = successors(ALT_1, until=dt.date(2017, 3, 31), count=3, names=["ALT 1 (next)"])
    return plan([ALT_1, *after, ALT_2, ALT_3, CIR], invented(), organisation_kind="municipality", first_year=2012)


def row(found: Plan, kind: Kind) -> list[int]:
    amounts = [found.item(year, kind) for year in YEARS]
    assert all(amount.is_complete for amount in amounts)
    return [amount.yen for amount in amounts]


def of_person(found: Plan, name: str, kind: Kind) -> list[int]:
    person = next(one for one in found.people if one.engagement.name == name)
    return [person.item(year, kind).yen for year in YEARS]


PAY = {
    "ALT 1": [
        2_240_000,  # August to March: 8 x 280,000
        3_520_000,  # 4 x 280,000 + 8 x 300,000
        3_800_000,  # 4 x 300,000 + 8 x 325,000
        1_300_000,  # 4 x 325,000
        0,
    ],
    "ALT 1 (next)": [
        0,
        0,
        0,
        2_240_000,  # from 1 August 2015: 8 x 280,000
        3_520_000,  # 4 x 280,000 + 8 x 300,000
    ],
    "ALT 2": [
        0,
        # August 2013: 4 of 31 days are 36,129 (280,000 x 4 / 31 = 36,129.03), the other 27 the rest, 243,871.
        2_203_871,  # 243,871 + 7 x 280,000
        # To 4 August 4 x 280,000 + 36,129 = 1,156,129. Then 300,000 - 38,709 (x 4 / 31) + 7 x 300,000 = 2,361,291.
        3_517_420,
        # To 4 August 3,600,000 - 2,361,291 = 1,238,709. Then 325,000 - 41,935 (x 4 / 31) + 7 x 325,000 = 2,558,065.
        3_796_774,
        1_341_935,  # 3,900,000 - 2,558,065
    ],
    "ALT 3": [
        0,
        0,
        0,
        # April 2015: 8 of 30 days are 74,666, the other 22 the rest, 205,334; 11 x 280,000 more.
        3_285_334,
        # To 8 April 74,666. Short term, paid as year 2: April 300,000 - 80,000 = 220,000, May to July 900,000,
        # 2 of 31 days of August 19,354: 1,139,354. From 3 August 300,000 - 19,354 + 7 x 300,000 = 2,380,646.
        3_594_666,
    ],
    "CIR": [
        2_240_000,
        3_520_000,
        3_800_000,
        3_940_000,  # 4 x 325,000 + 8 x 330,000
        3_960_000,  # 12 x 330,000, years 4 and 5
    ],
}


@pytest.mark.parametrize("name", PAY)
def test_pay_goes_by_contract_year_over_fiscal_years(city: Plan, name: str) -> None:
    assert of_person(city, name, Kind.PAY) == PAY[name]


def test_the_years_of_a_contract_add_up_to_its_pay(city: Plan) -> None:
    """ALT 2 serves three whole contract years: 3.36 + 3.60 + 3.90 million."""
    assert sum(of_person(city, "ALT 2", Kind.PAY)) == 10_860_000


SOCIAL = [
    640_000,  # ALT 1 and CIR: 2 x 8 x 40,000
    # ALT 1 and CIR: 2 x (4 x 40,000 + 8 x 43,000) = 1,008,000. ALT 2: 40,000 - 5,161 (x 4 / 31) + 7 x 40,000 = 314,839.
    1_322_839,
    # ALT 1 and CIR: 2 x (4 x 43,000 + 8 x 46,500) = 1,088,000.
    # ALT 2: 4 x 40,000 + 5,161 + (43,000 - 5,548) + 7 x 43,000 = 503,613.
    1_591_613,
    # ALT 1: 4 x 46,500 = 186,000, next 8 x 40,000 = 320,000. CIR: 186,000 + 8 x 47,000 = 562,000.
    # ALT 2: 4 x 43,000 + 5,548 + (46,500 - 6,000) + 7 x 46,500 = 543,548.
    # ALT 3: 40,000 - 10,666 (x 8 / 30) + 11 x 40,000 = 469,334.
    2_080_882,
    # ALT 1 (next): 504,000. CIR: 12 x 47,000 = 564,000. ALT 2: 4 x 46,500 + 6,000 = 192,000.
    # ALT 3: 10,666 + (43,000 - 11,466) + 11 x 43,000 = 515,200.
    1_775_200,
]
HOUSING = [
    320_000,  # 2 x 8 x 20,000
    637_420,  # 2 x 240,000; ALT 2: 20,000 - 2,580 + 7 x 20,000 = 157,420
    720_000,  # 3 x 240,000
    954_667,  # 80,000 + 160,000 + 240,000 + CIR 240,000; ALT 3: 20,000 - 5,333 + 11 x 20,000 = 234,667
    802_580,  # 3 x 240,000; ALT 2: 4 x 20,000 + 2,580
]
# Who is there in a year: 2; 3; 3; 5 (ALT 1 and who follows both); 4.
DUES = [260_000, 390_000, 390_000, 650_000, 520_000]  # x 130,000
ACCIDENT = [10_000, 15_000, 18_000, 30_000, 24_000]  # x 5,000, from April 2014 x 6,000
TRAINING = [80_000, 120_000, 120_000, 200_000, 160_000]  # x 40,000
TRAVEL_IN = [
    280_000,  # US 160,000 + DE 120,000
    120_000,  # GB
    0,
    320_000,  # two from the US
    0,
]
ORIENTATION = [50_000, 25_000, 0, 50_000, 0]  # x 25,000
TRAVEL_OUT = [0, 0, 0, 150_000, 110_000]  # ALT 1 to the US on 31 July 2015, ALT 2 to GB on 4 August 2016
MEASURE = [
    # From 1 August, 122 of 365 days later: 4,720,000 - 1,577,643 = 3,142,357, for two.
    6_284_714,
    # Two whole years, and ALT 2 from 5 August, 126 days later: 4,720,000 - 1,629,369 = 3,090,631.
    12_530_631,
    14_160_000,  # 3 x 4,720,000
    # 366 days. ALT 1 122 of them, 1,573,333, and who follows 3,146,667: together one. ALT 2 and CIR one each.
    # ALT 3 from 9 April, 8 days later: 4,720,000 - 103,169 = 4,616,831.
    18_776_831,
    15_789_369,  # 3 x 4,720,000; ALT 2 for 126 of 365 days: 1,629,369
]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.SOCIAL, SOCIAL),
        (Kind.HOUSING, HOUSING),
        (Kind.DUES, DUES),
        (Kind.ACCIDENT, ACCIDENT),
        (Kind.TRAINING, TRAINING),
        (Kind.TRAVEL_IN, TRAVEL_IN),
        (Kind.ORIENTATION, ORIENTATION),
        (Kind.TRAVEL_OUT, TRAVEL_OUT),
        (Kind.MEASURE, MEASURE),
        (Kind.TAX, [0, 0, 0, 0, 0]),
    ],
)
def test_every_other_item(city: Plan, kind: Kind, expected: list[int]) -> None:
    assert row(city, kind) == expected


def test_the_sums(city: Plan) -> None:
    gross = [6_120_000, 11_874_130, 13_957_033, 18_997_657, 15_808_381]
    net = [-164_714, -656_501, -202_967, 220_826, 19_012]  # gross less measure

    assert [city.gross(year) for year in YEARS] == [Amount(yen) for yen in gross]
    assert [city.net(year) for year in YEARS] == [Amount(yen) for yen in net]
    assert (city.gross_of_all, city.net_of_all) == (Amount(66_757_201), Amount(-784_344))
    assert city.missing == ()


def test_items_and_people_make_the_same_sum(city: Plan) -> None:
    by_person = [sum(person.gross(year).yen for person in city.people) for year in YEARS]

    assert by_person == [city.gross(year).yen for year in YEARS]
    assert sum(person.net_of_all.yen for person in city.people if person.net_of_all) == -784_344
