"""The bank of sentences in `data/bank/`: shelves, sentences, slots, choices, and their texts as machine drafts.

What a person has written or signed since stays (`load_units`); what the files say about slots and order overwrites.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.translation.models import Unit
from kakehashi.foundation.translation.operations.seeding import UnitSeed, load_units
from kakehashi.services.disaster.models import Category, Choice, Sentence, Slot
from kakehashi.services.disaster.searching import refold

BANK = Path(__file__).parents[1] / "data" / "bank"
PROVENANCE = "機械の下書き / machine draft"
_ROBOT = Robot("bank")
_CAP = ("urgency", "severity", "certainty", "response")

Row = dict[str, str]
Texts = dict[str, dict[str, str]]  # key → language → text


def load_bank() -> tuple[int, int]:
    """Bring shelves, sentences, slots, choices, words and drafts to the state of the files.

    Returns how many sentences there are and how many texts were written.
    """
    categories = [Category(**row) for row in _rows("categories")]
    columns = ["name_ja", "name_en", "order"]
    Category.objects.bulk_create(categories, update_conflicts=True, unique_fields=["code"], update_fields=columns)
    seeded = load_units(
        [*_sentence_seeds(), *_choice_seeds(), *_word_seeds()], by=_ROBOT, provenance=PROVENANCE, whole=True
    )
    _load_sentences(seeded.units)
    _load_slots()
    _load_choices(seeded.units)
    if seeded.written or Sentence.objects.filter(folded_digest="").exists():
        refold(Sentence.objects.all())
    return Sentence.objects.count(), seeded.written


def _rows(name: str) -> list[Row]:
    with (BANK / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _texts(part: str) -> Texts:
    found: Texts = {}
    for path in sorted((BANK / part).glob("*.json")):
        for key, text in json.loads(path.read_text(encoding="utf-8")).items():
            found.setdefault(key, {})[path.stem] = text
    return found


def _sentence_seeds() -> Iterator[UnitSeed]:
    texts = _texts("texts")
    for row in _rows("sentences"):
        yield UnitSeed(
            f"disaster.sentence.{row['code']}", row["title_ja"], texts.get(row["code"], {}), order=int(row["order"])
        )


def _choice_seeds() -> Iterator[UnitSeed]:
    texts = _texts("choices")
    for number, row in enumerate(_rows("choices")):
        key = f"{row['list']}.{row['value']}"
        said = texts.get(key, {})
        yield UnitSeed(f"disaster.choice.{key}", said.get("ja", key)[:200], said, order=number)


def _word_seeds() -> Iterator[UnitSeed]:
    for number, (key, said) in enumerate(_texts("words").items()):
        yield UnitSeed(f"disaster.word.{key}", said.get("ja", key)[:200], said, order=number)


def _load_sentences(units: dict[str, Unit]) -> None:
    sentences = [_sentence(row, units[f"disaster.sentence.{row['code']}"]) for row in _rows("sentences")]
    columns = [
        "category", "unit", "title_ja", "title_en", "phase", "purposes", "audience", "life_safety", "pictogram",
        "event", "cap_category", *_CAP, "order",
    ]  # fmt: skip
    Sentence.objects.bulk_create(sentences, update_conflicts=True, unique_fields=["code"], update_fields=columns)


def _sentence(row: Row, unit: Unit) -> Sentence:
    return Sentence(
        code=row["code"],
        category_id=row["category"],
        unit=unit,
        title_ja=row["title_ja"],
        title_en=row["title_en"],
        phase=row["phase"],
        purposes=[purpose for purpose in row["purposes"].split(";") if purpose],
        audience=row["audience"],
        life_safety=row["life_safety"] == "1",
        pictogram=row["pictogram"],
        event=row["hazard"],
        cap_category=row["category_cap"],
        order=int(row["order"]),
        **{name: row[name] for name in _CAP},
    )


def _load_slots() -> None:
    ids = dict(Sentence.objects.values_list("code", "id"))
    slots = [
        Slot(
            sentence_id=ids[row["code"]],
            name=row["name"],
            kind=row["kind"],
            choice_list=row["list"],
            is_required=row["required"] == "1",
            is_many=row["many"] == "1",
            label_ja=row["label_ja"],
            label_en=row["label_en"],
            order=order,
        )
        for order, row in enumerate(_rows("slots"))
    ]
    columns = ["kind", "choice_list", "is_required", "is_many", "label_ja", "label_en", "order"]
    Slot.objects.bulk_create(slots, update_conflicts=True, unique_fields=["sentence", "name"], update_fields=columns)
    wanted = {(slot.sentence_id, slot.name) for slot in slots}
    gone = [pk for pk, *key in Slot.objects.values_list("id", "sentence_id", "name") if tuple(key) not in wanted]
    Slot.objects.filter(pk__in=gone).delete()


def _load_choices(units: dict[str, Unit]) -> None:
    choices = [
        Choice(
            choice_list=row["list"],
            value=row["value"],
            unit=units[f"disaster.choice.{row['list']}.{row['value']}"],
            order=number,
        )
        for number, row in enumerate(_rows("choices"))
    ]
    Choice.objects.bulk_create(
        choices, update_conflicts=True, unique_fields=["choice_list", "value"], update_fields=["unit", "order"]
    )
