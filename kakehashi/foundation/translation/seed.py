"""The languages and the glossary every council starts from (`data/*.csv`; origin: `data/SOURCES.md`)."""

import csv
from pathlib import Path

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.translation import glossary
from kakehashi.foundation.translation.models import Language, Term
from kakehashi.foundation.translation.operations import take_in_terms

DATA = Path(__file__).parent / "data" / "languages.csv"
GLOSSARY = Path(__file__).parent / "data" / "glossary.csv"
SEEDS = Robot("languages")
_FLAGS = {"is_interface", "is_resident"}


def load_languages() -> int:
    """Bring the table to the state of the file, in its order; safe to repeat. Returns how many there are."""
    with DATA.open(encoding="utf-8", newline="") as file:
        languages = [_language(order, row) for order, row in enumerate(csv.DictReader(file), start=1)]
    columns = [column.name for column in Language._meta.concrete_fields if not column.primary_key]
    Language.objects.bulk_create(languages, update_conflicts=True, unique_fields=["code"], update_fields=columns)
    return len(languages)


def _language(order: int, row: dict[str, str]) -> Language:
    flags = {name: row.pop(name) == "1" for name in _FLAGS}
    follows = row.pop("follows") or None
    return Language(order=order, follows_id=follows, **row, **flags)


def load_glossary() -> int:
    """Fill an empty glossary; from then on it belongs to who keeps the languages. Returns how many terms it got."""
    if Term.objects.exists():
        return 0
    languages = set(Language.objects.values_list("code", flat=True))
    return take_in_terms(glossary.read(GLOSSARY.read_text(encoding="utf-8"), languages), by=SEEDS)
