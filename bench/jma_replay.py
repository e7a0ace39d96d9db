"""Ten thousand messages taken in, and all of them again in another order: nothing more than once, nothing changed.

    python bench/jma_replay.py [--messages 10000] [--events 200]

A new SQLite database in a temporary folder, or the one of DATABASE_URL. Events of many messages each, every tenth a
correction, the last of every fourth event a cancellation; they arrive shuffled. Prints how many a second the first
time and the second, and beside them how many a second are only read. Fails (exit 1) when the second time changes
anything, or when an event does not end as it would have in order.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def message(event: int, serial: int, last: int) -> bytes:
    kind = "取消" if serial == last and event % 4 == 0 else "訂正" if serial % 10 == 0 else "発表"
    at = f"2026-11-23T{serial // 60:02}:{serial % 60:02}:00+09:00"
    name = "http://xml.kishou.go.jp/jmaxml1/"
    cities = "".join(
        f"<City><Name>試しの市</Name><Code>28{200 + n:03}00</Code><MaxInt>5-</MaxInt></City>" for n in range(20)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Report xmlns="{name}"><Control><Title>震源・震度に関する情報</Title><DateTime>2026-11-23T01:35:00Z</DateTime>
<Status>通常</Status><PublishingOffice>試し</PublishingOffice></Control>
<Head xmlns="{name}informationBasis1/"><Title>震源・震度情報</Title><ReportDateTime>{at}</ReportDateTime>
<TargetDateTime>{at}</TargetDateTime><EventID>{event}</EventID><InfoType>{kind}</InfoType><Serial>{serial}</Serial>
<Headline><Text>試し</Text></Headline></Head><Body xmlns="{name}body/seismology1/">
<Earthquake><OriginTime>2026-11-23T10:30:00+09:00</OriginTime></Earthquake><Intensity><Observation><Pref>
<Name>兵庫県</Name><Code>28</Code><MaxInt>5-</MaxInt><Area><Name>兵庫県南西部</Name><Code>532</Code><MaxInt>5-</MaxInt>
{cities}</Area></Pref></Observation></Intensity></Body></Report>""".encode()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--events", type=int, default=200)
    asked = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KAKEHASHI_DATA"] = folder
        import django  # noqa: PLC0415  # after the environment

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415  # after the set-up

        call_command("migrate", verbosity=0)
        return replay(asked.messages // asked.events, asked.events)


def replay(each: int, events: int) -> int:
    from kakehashi.foundation.access.actors import Robot  # noqa: PLC0415  # after the set-up
    from kakehashi.services.disaster.jma.drafting import draft  # noqa: PLC0415  # after the set-up
    from kakehashi.services.disaster.jma.messages import read  # noqa: PLC0415  # after the set-up
    from kakehashi.services.disaster.models import JmaMessage  # noqa: PLC0415  # after the set-up
    from kakehashi.services.disaster.operations.jma_taking import take_in  # noqa: PLC0415  # after the set-up

    robot, order = Robot("bench"), random.Random(2012)
    told = [message(event, serial, each) for event in range(events) for serial in range(1, each + 1)]
    began = time.perf_counter()
    for data in told:
        draft(read(data))
    print(f"only read    {len(told) / (time.perf_counter() - began):8,.0f} a second")
    results = []
    for name in ("first time", "second time"):
        order.shuffle(told)
        began = time.perf_counter()
        new = sum(take_in(data, by=robot).is_new for data in told)
        print(f"{name:12} {len(told) / (time.perf_counter() - began):8,.0f} a second, {new:,} new")
        results.append(list(JmaMessage.objects.order_by("id").values()))
    current = JmaMessage.objects.filter(is_outdated=False).values_list("serial", flat=True)
    in_order = sorted(current) == [str(each)] * events
    withdrawn = JmaMessage.objects.filter(is_withdrawn=True).count() == (each - 1) * len(range(0, events, 4))
    same = results[0] == results[1] and len(results[0]) == len(told)
    print(f"unchanged by the second time: {same}; every event ends in order: {in_order}; withdrawn right: {withdrawn}")
    return 0 if same and in_order and withdrawn else 1


if __name__ == "__main__":
    sys.exit(main())
