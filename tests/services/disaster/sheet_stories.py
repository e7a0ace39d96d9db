"""What several tests of sheets need: the bank, writers, a planned sheet."""

from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.translation.seed import load_languages
from kakehashi.services.disaster.choices import FacilityKind
from kakehashi.services.disaster.models import Facility, Kit, Sheet
from kakehashi.services.disaster.operations import facilities, kits
from kakehashi.services.disaster.operations.sheets import Planned, print_sheet
from kakehashi.services.disaster.seed.bank import load_bank
from kakehashi.services.disaster.seed.places import load_places
from tests.cast import Cast, make_cast, make_person
from tests.databases import cast_standing

WATER = {
    "code": "WT-02",
    "slots": {"site": {"ja": "桜小学校", "kana": "さくらしょうがっこう"}, "hours": {"from": "10:00", "to": "15:00"}},
}
PAPER = {
    "kind": "wall",
    "size": "a4",
    "orientation": "portrait",
    "per_page": 6,
    "look": "colour",
    "ruby": True,
    "by_hand": False,
}


def cast_and_bank() -> Cast:
    """With every place and the whole bank, whose some ten thousand texts take seconds to load."""
    cast = make_cast()
    load_languages()
    load_places()
    load_bank()
    return cast


standing = cast_standing("bank", cast_and_bank)


def writer(cast: Cast) -> Person:
    return make_person("writer", "播磨 灘", ("bulletin_writer", cast.himeji))


def other_writer(cast: Cast) -> Person:
    return make_person("otherwriter", "加古 川子", ("bulletin_writer", cast.kakogawa))


def sheet(cast: Cast, by: Person, **planned: object) -> Sheet:
    return print_sheet(cast.himeji, Planned([WATER], ["ja", "en"], PAPER, **planned), by=by)  # type: ignore[arg-type]  # as named


def shelter(cast: Cast, by: Person, name: str = "実演用避難所1") -> Facility:
    values = {"kind": FacilityKind.SHELTER, "name_ja": name, "name_kana": "じつえんようひなんじょ", "names": {}}
    return facilities.add_facility(cast.himeji, values, by=by)


def kit(cast: Cast, by: Person) -> Kit:
    values = {
        "name": "避難所の箱",
        "lines": [{"code": "WT-02", "slots": {}}, {"code": "SH-02", "slots": {}}],
        "languages": ["ja", "vi"],
        "paper": PAPER,
    }
    return kits.save_kit(cast.himeji, values, by=by)
