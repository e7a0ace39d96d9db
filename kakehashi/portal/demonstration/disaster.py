"""Disaster information of the demonstration: all of it belongs to a drill or says that it is invented."""

import datetime as dt
from typing import Any

from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock
from kakehashi.services.disaster.operations import bulletin_moves as moves
from kakehashi.services.disaster.operations.bulletins import start_bulletin
from kakehashi.services.disaster.operations.exercises import plan_exercise

CITY, CODE = "city:2820100", "282014"


def load_disaster_information(people: dict[str, Person]) -> int:
    """A running drill of Himeji with something published in it, and a draft that waits for approval.

    Nothing is published outside the drill: nobody may take the demonstration for real. Returns how many there are.
    """
    city = Organisation.objects.get(code=CODE)
    writer, publisher = people["himeji-bosai"], people["himeji-kiki"]
    now = clock.this_minute()
    drill = plan_exercise(
        city,
        {
            "name": "姫路市 総合防災訓練(実演)",
            "scenario": "山崎断層帯の地震で、市内の一部が停電し、水道が止まったと想定します。すべて架空の情報です。",
            "starts_at": now - dt.timedelta(hours=1),
            "ends_at": now + dt.timedelta(days=13),
        },
        by=publisher,
    )
    common: dict[str, Any] = {
        "by": writer,
        "areas": [CITY],
        "languages": ["en", "vi", "zh-Hans", "ko", "pt"],
        "valid_until": now + dt.timedelta(days=12),
    }
    quake = {
        "code": "QK-01",
        "slots": {"place": [CITY], "occurred_at": f"{now.astimezone(clock.JAPAN):%Y-%m-%dT%H:%M}", "intensity": "6-"},
    }
    aftershocks = {"code": "QK-02", "slots": {"period": {"count": 7, "unit": "day"}}}
    shelter = {"code": "EV-01", "slots": {"shelter": {"ja": "実演小学校", "kana": "じつえんしょうがっこう"}}}
    published = start_bulletin(
        city, title="地震のあとの行動(訓練)", exercise=drill, lines=[quake, aftershocks, shelter], **common
    )
    moves.approve_and_publish(moves.submit(published, by=writer), by=publisher)
    waiting = start_bulletin(city, title="余震への注意(訓練)", exercise=drill, lines=[aftershocks], **common)
    moves.submit(waiting, by=writer, note="実演です。承認すると、数秒ですべての言語のページに載ります。")
    start_bulletin(city, title="下書きの例(実演)", lines=[quake, shelter], **common)
    return 3
