"""Shelters, kits and printed sheets of Himeji. The facilities are invented and say so in their names."""

import datetime as dt
from typing import Any

from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock
from kakehashi.services.disaster.operations.facilities import add_facility, set_state
from kakehashi.services.disaster.operations.kits import save_kit
from kakehashi.services.disaster.operations.sheets import Planned, print_sheet, withdraw_sheet

PAPER = {
    "kind": "wall", "size": "a4", "orientation": "portrait", "per_page": 6, "look": "colour", "ruby": True,
    "by_hand": False,
}  # fmt: skip
LANGUAGES = ["ja", "ja-x-yasashi", "en", "vi", "zh-Hans", "my"]
_FACILITIES = [
    ("shelter", "実演用避難所 北小学校", "じつえんようひなんじょ きたしょうがっこう", "open"),
    ("shelter", "実演用避難所 南中学校", "じつえんようひなんじょ みなみちゅうがっこう", "full"),
    ("shelter", "実演用避難所 東公民館", "じつえんようひなんじょ ひがしこうみんかん", "not_open"),
    ("water", "実演用給水所 中央公園", "じつえんようきゅうすいじょ ちゅうおうこうえん", ""),
    ("medical", "実演用救護所 西病院", "じつえんようきゅうごしょ にしびょういん", ""),
]
_BOX = ["SH-01", "SH-02", "SH-03", "LF-01", "FD-05", "WT-02"]
_RAIN = ["WX-01", "EV-01", "EV-02"]


def load_paper(people: dict[str, Person]) -> None:
    by = people["himeji-bosai"]
    himeji = Organisation.objects.get(code="282014")
    places = []
    for kind, name, kana, state in _FACILITIES:
        values = {"kind": kind, "name_ja": name, "name_kana": kana, "names": {}}
        places.append(add_facility(himeji, values, by=by))
        if state:
            set_state(places[-1], state, by=by, in_earnest=True)  # although a drill is on
    shelter, water = places[0], places[3]
    for name, phase, codes in (("避難所の箱に入れる一式", "72h-", _BOX), ("台風の前に貼る一式", "before-72h", _RAIN)):
        lines = [{"code": code, "slots": {}} for code in codes]
        kit: dict[str, Any] = {"name": name, "phase": phase, "lines": lines, "languages": LANGUAGES, "paper": PAPER}
        save_kit(himeji, {**kit, "facility": shelter}, by=by)
    until = clock.now() + dt.timedelta(days=2)
    given = {"code": "WT-02", "slots": {"site": {"id": water.pk}, "hours": {"from": "10:00", "to": "15:00"}}}
    anyone = {"code": "SH-02", "slots": {}}
    print_sheet(himeji, Planned([anyone], LANGUAGES, PAPER, valid_until=until, facility=shelter), by=by)
    print_sheet(himeji, Planned([given], LANGUAGES, PAPER, valid_until=until, facility=water), by=by)
    old = print_sheet(himeji, Planned([given], LANGUAGES[:3], PAPER, facility=water), by=by)
    withdraw_sheet(old, reason="給水の時間が変わりました。", by=by)
