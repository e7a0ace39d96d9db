"""A message to its draft: how long beside merely parsing it, in one run.

    python bench/jma.py [--cities 960] [--rounds 50] [--json]

A message in the shape of VXSE53 with 120 areas, the cities asked for and four stations in each. The floor is lxml's
parser as the product sets it up; ElementTree of the standard library stands beside it. Ratios of one run count.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
NAME = "http://xml.kishou.go.jp/jmaxml1/"


def message(cities: int) -> bytes:
    """As large as a great earthquake makes it; all of it invented."""
    areas = 120
    felt = ("6-", "5+", "5-", "4", "3", "2", "1")
    written = []
    for area in range(areas):
        inside = []
        for city in range(cities // areas):
            stations = "".join(
                f"<IntensityStation><Name>試しの観測点{n}</Name><Code>{area:03}{city:02}{n:02}</Code>"
                f"<Int>{felt[area % 7]}</Int></IntensityStation>"
                for n in range(4)
            )
            inside.append(
                f"<City><Name>試しの市{city}</Name><Code>{area:03}{city:02}00</Code>"
                f"<MaxInt>{felt[(area + city) % 7]}</MaxInt>{stations}</City>"
            )
        written.append(
            f"<Pref><Name>試しの県</Name><Code>{area % 47 + 1:02}</Code><MaxInt>{felt[area % 7]}</MaxInt>"
            f"<Area><Name>試しの地域</Name><Code>{area:03}</Code><MaxInt>{felt[area % 7]}</MaxInt>"
            f"{''.join(inside)}</Area></Pref>"
        )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Report xmlns="{NAME}"><Control><Title>震源・震度に関する情報</Title><DateTime>2026-11-23T01:35:00Z</DateTime>
<Status>通常</Status><EditorialOffice>試し</EditorialOffice><PublishingOffice>試し</PublishingOffice></Control>
<Head xmlns="{NAME}informationBasis1/"><Title>震源・震度情報</Title>
<ReportDateTime>2026-11-23T10:35:00+09:00</ReportDateTime><TargetDateTime>2026-11-23T10:35:00+09:00</TargetDateTime>
<EventID>20261123103000</EventID><InfoType>発表</InfoType><Serial>1</Serial><Headline><Text>試し</Text></Headline></Head>
<Body xmlns="{NAME}body/seismology1/"><Earthquake><OriginTime>2026-11-23T10:30:00+09:00</OriginTime></Earthquake>
<Intensity><Observation>{"".join(written)}</Observation></Intensity></Body></Report>""".encode()


def milliseconds(work: Callable[[], object], rounds: int) -> float:
    """The middle of many."""
    work()
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cities", type=int, default=960)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django  # noqa: PLC0415  # after the environment

    django.setup()
    from kakehashi.services.disaster.jma.drafting import draft  # noqa: PLC0415  # after the set-up
    from kakehashi.services.disaster.jma.hardened import parse  # noqa: PLC0415  # after the set-up
    from kakehashi.services.disaster.jma.messages import read  # noqa: PLC0415  # after the set-up

    data = message(asked.cities)
    made = draft(read(data)).draft
    floor = milliseconds(lambda: parse(data), asked.rounds)
    standard = milliseconds(lambda: ElementTree.fromstring(data), asked.rounds)
    whole = milliseconds(lambda: draft(read(data)), asked.rounds)
    figures = {
        "kib": round(len(data) / 1024),
        "sentences": len(made["sentences"]) if made else 0,
        "lxml_ms": round(floor, 2),
        "elementtree_ms": round(standard, 2),
        "draft_ms": round(whole, 2),
        "draft_to_lxml": round(whole / floor, 2),
        "draft_to_elementtree": round(whole / standard, 2),
    }
    if asked.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:22}{value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
