"""The bank, places, sheets, bulletins, JMA messages, drills."""

from kakehashi.services.disaster.models.bank import Category, Choice, Sentence, Slot
from kakehashi.services.disaster.models.bulletins import (
    Bulletin,
    BulletinPart,
    BulletinQuerySet,
    BulletinUpdate,
    Release,
)
from kakehashi.services.disaster.models.exercises import Exercise, ShelterInDrill
from kakehashi.services.disaster.models.injects import Inject
from kakehashi.services.disaster.models.jma import Feed, FeedEntry, JmaMessage, JmaMessageQuerySet, JmaRaw
from kakehashi.services.disaster.models.languages import LanguageChoice
from kakehashi.services.disaster.models.places import Facility, Place
from kakehashi.services.disaster.models.sheets import Kit, OwnedQuerySet, Sheet
from kakehashi.services.disaster.models.speech import Speech

__all__ = [
    "Bulletin",
    "BulletinPart",
    "BulletinQuerySet",
    "BulletinUpdate",
    "Category",
    "Choice",
    "Exercise",
    "Facility",
    "Feed",
    "FeedEntry",
    "Inject",
    "JmaMessage",
    "JmaMessageQuerySet",
    "JmaRaw",
    "Kit",
    "LanguageChoice",
    "OwnedQuerySet",
    "Place",
    "Release",
    "Sentence",
    "Sheet",
    "ShelterInDrill",
    "Slot",
    "Speech",
]
