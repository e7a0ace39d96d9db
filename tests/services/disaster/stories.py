"""A small bank, three places and the people who write and approve: what tests of bulletins begin with."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.translation.operations import UnitSeed, load_units
from kakehashi.foundation.translation.seed import load_languages
from kakehashi.kernel import clock
from kakehashi.services.disaster.models import Bulletin, Category, Choice, Exercise, Place, Sentence, Slot
from kakehashi.services.disaster.operations import bulletin_moves as moves
from kakehashi.services.disaster.operations.bulletins import start_bulletin
from kakehashi.services.disaster.operations.exercises import plan_exercise
from tests.cast import Cast, make_person

HIMEJI, KAKOGAWA, HYOGO = "city:2820100", "city:2821000", "pref:28"
TEXTS = {
    "QK-01": {
        "ja": "{place}で大きな地震がありました。\nゆれが止まるまで、動かないでください。",
        "ja-x-yasashi": "{place}で 大《おお》きな 地震《じしん》が ありました。\n動《うご》かないで ください。",
        "en": "There was a strong earthquake in {place}.\nStay where you are until the shaking stops.",
        "vi": "Có động đất mạnh ở {place}.\nHãy ở yên cho đến khi hết rung.",
        "ar": "وقع زلزال قوي في {place}.\nابق مكانك حتى يتوقف الاهتزاز.",
    },
    "EV-01": {
        "ja": "{shelter}が開いています。\n人数: {people}人",
        "ja-x-yasashi": "{shelter}が 開《あ》いて います。\n{people}人《にん》",
        "en": "{shelter} is open.\n{people, plural, one{# person} other{# people}}",
    },
    "WA-01": {
        "ja": "{what}が止まっています。",
        "ja-x-yasashi": "{what}が 止《と》まって います。",
        "en": "No {what} now.",
    },
}
WORDS = {
    "drill_short": {"ja": "訓練", "en": "DRILL"},
    "drill": {"ja": "これは訓練です。", "en": "This is a DRILL."},
    "category.QK": {"ja": "地震", "en": "Earthquake"},
}


@dataclass
class Scene:
    cast: Cast
    writer: Person  # of Himeji
    publisher: Person  # of Himeji
    second: Person  # another publisher of Himeji
    neighbour: Person  # publisher of Kakogawa
    prefecture: Person  # publisher of Hyogo
    headquarters: Person  # publisher of headquarters


def make_ground(cast: Cast) -> None:
    load_languages()
    _make_places(cast)
    make_bank()


def make_scene(cast: Cast) -> Scene:
    make_ground(cast)
    return Scene(
        cast,
        make_person("writer", "播磨 灘", ("bulletin_writer", cast.himeji)),
        make_person("publisher", "市川 守", ("bulletin_publisher", cast.himeji)),
        make_person("second", "夢前 渡", ("bulletin_publisher", cast.himeji)),
        make_person("kakogawapublisher", "加古 川", ("bulletin_publisher", cast.kakogawa)),
        make_person("hyogopublisher", "兵庫 県", ("bulletin_publisher", cast.hyogo)),
        make_person("hqpublisher", "本部 災", ("bulletin_publisher", cast.headquarters)),
    )


def _make_places(cast: Cast) -> None:
    rows: list[tuple[str, str, str, str, dict[str, str], Organisation]] = [
        (HYOGO, "pref", "兵庫県", "ひょうごけん", {"en": "Hyogo"}, cast.hyogo),
        (HIMEJI, "city", "姫路市", "ひめじし", {"en": "Himeji City", "vi": "Thành phố Himeji"}, cast.himeji),
        (KAKOGAWA, "city", "加古川市", "かこがわし", {"en": "Kakogawa City"}, cast.kakogawa),
    ]
    for code, kind, name_ja, kana, names, organisation in rows:
        Place.objects.create(
            code=code,
            kind=kind,
            name_ja=name_ja,
            name_kana=kana,
            names=names,
            prefecture="28",
            organisation=organisation,
            folded=f"{name_ja} {kana} {' '.join(names.values()).lower()}",
        )


def make_bank() -> None:
    seeds = [UnitSeed(f"disaster.sentence.{code}", code, texts) for code, texts in TEXTS.items()]
    seeds += [UnitSeed(f"disaster.word.{key}", key, texts) for key, texts in WORDS.items()]
    seeds.append(
        UnitSeed("disaster.choice.utility.water", "水", {"ja": "水", "ja-x-yasashi": "水《みず》", "en": "water"})
    )
    units = load_units(seeds, by=Robot("test")).units
    Choice.objects.create(choice_list="utility", value="water", unit=units["disaster.choice.utility.water"])
    titles = {"QK-01": "大きな地震がありました", "EV-01": "避難所が開いています", "WA-01": "止まっています"}
    for order, (code, title) in enumerate(titles.items()):
        shelf, _ = Category.objects.get_or_create(code=code[:2], defaults={"name_ja": code[:2], "name_en": code[:2]})
        Sentence.objects.create(
            code=code,
            category=shelf,
            unit=units[f"disaster.sentence.{code}"],
            title_ja=title,
            title_en=code,
            phase="0-72h",
            life_safety=code == "QK-01",
            cap_category="Geo",
            urgency="Immediate",
            severity="Severe",
            certainty="Observed",
            response="Execute",
            order=order,
            folded=f"{title} {code.lower()} earthquake",
        )
    for code, name, kind, table in [
        ("QK-01", "place", "place", ""),
        ("EV-01", "shelter", "facility", ""),
        ("EV-01", "people", "count", ""),
        ("WA-01", "what", "choice", "utility"),
    ]:
        sentence = Sentence.objects.get(code=code)
        Slot.objects.create(
            sentence=sentence, name=name, kind=kind, choice_list=table, label_ja=name, label_en=name.title()
        )


def quake(*places: str) -> dict[str, Any]:
    return {"code": "QK-01", "slots": {"place": list(places or (HIMEJI,))}}


def draft(scene: Scene, **columns: Any) -> Bulletin:
    """A complete one of Himeji."""
    values: dict[str, Any] = {
        "title": "地震",
        "areas": [HIMEJI],
        "valid_until": clock.now() + dt.timedelta(hours=12),
        "lines": [quake()],
        "by": scene.writer,
    }
    organisation = columns.pop("organisation", scene.cast.himeji)
    return start_bulletin(organisation, **(values | columns))


def checking(scene: Scene, **columns: Any) -> Bulletin:
    return moves.submit(draft(scene, **columns), by=columns.get("by", scene.writer))


def published(scene: Scene, **columns: Any) -> Bulletin:
    return moves.approve_and_publish(checking(scene, **columns), by=scene.publisher)


def drill(scene: Scene, **columns: Any) -> Exercise:
    """One of Himeji that is running."""
    now = clock.now()
    values = {"name": "防災訓練", "starts_at": now - dt.timedelta(hours=1), "ends_at": now + dt.timedelta(hours=24)}
    return plan_exercise(scene.cast.himeji, values | columns, by=scene.publisher)
