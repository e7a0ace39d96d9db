"""The addresses of disaster information in the matrix: one line each."""

from typing import Any

from kakehashi.foundation.organisations.models import Organisation
from kakehashi.services.disaster.models import Bulletin, Exercise, Facility, Inject, JmaMessage, Kit, Sheet
from tests.security.declaring import NOBODY, Cell, Who, action, only, page

WRITERS = {"bulletin_writer", "bulletin_publisher"}  # of Himeji
READERS = WRITERS | {"planner"}  # headquarters reads along
ALL_WRITERS = WRITERS | {"neighbour_writer"}
_PUBLISHES = {"approve", "translate", "prepare", "publish", "return", "reject", "withdraw"}


def reads(_thing: Bulletin, _path: dict[str, Any]) -> Who:
    return Who(READERS, NOBODY)


def writes(_thing: Bulletin, _path: dict[str, Any]) -> Who:
    return Who(WRITERS, READERS)


def moves(thing: Bulletin, path: dict[str, Any]) -> Who:
    """What the publisher has not written, only the publisher lets go; nobody here goes alone."""
    code = path["code"]
    if code == "approve_alone":
        return Who(NOBODY, READERS)
    if code in _PUBLISHES:
        return Who({"bulletin_publisher"}, READERS)
    return Who(WRITERS, READERS)


def texts(thing: Bulletin, _path: dict[str, Any]) -> Who:
    return Who(READERS if thing.published_at else NOBODY, NOBODY)


def drills(_thing: Exercise, _path: dict[str, Any]) -> Who:
    return Who(WRITERS, NOBODY)


def conducts(_thing: Exercise | Inject, _path: dict[str, Any]) -> Who:
    """Whoever registered it; the others are to be surprised."""
    return Who({"bulletin_publisher"}, WRITERS)


def reads_message(thing: JmaMessage, _path: dict[str, Any]) -> Who:
    """What a drill has taken is its organisation's."""
    return Who(WRITERS if thing.exercise_id else ALL_WRITERS | {"operator"}, NOBODY)


def reads_raw(thing: JmaMessage, _path: dict[str, Any]) -> Who:
    """Headquarters; nothing of the drills of others."""
    return Who(NOBODY if thing.exercise_id else {"operator"}, NOBODY)


def begins(thing: JmaMessage, _path: dict[str, Any]) -> Who:
    return Who(WRITERS if thing.exercise_id else ALL_WRITERS, reads_message(thing, _path).enters)


def keeps(_thing: Facility | Kit | Sheet, _path: dict[str, Any]) -> Who:
    return Who(WRITERS, NOBODY)


def bodies(_thing: Organisation, _path: dict[str, Any]) -> Who:
    return Who(WRITERS, NOBODY)


MAKING = only(*WRITERS, "neighbour_writer", but=NOBODY)
DISASTER: dict[str, Cell] = {
    "disaster:home": page(MAKING),
    "disaster:sheets": page(MAKING),
    "disaster:sheet_find": page(MAKING),
    "disaster:sheet_make": page(MAKING),
    "disaster:sheet_print": action(MAKING),
    "disaster:sheet": page(keeps),
    "disaster:sheet_pdf": page(keeps),
    "disaster:sheet_picture": page(keeps),
    "disaster:sheet_withdraw": action(keeps),
    "disaster:kits": page(MAKING),
    "disaster:kit_add": action(MAKING),
    "disaster:kit": page(keeps),
    "disaster:kit_edit": page(keeps),
    "disaster:kit_drop": action(keeps),
    "disaster:kit_print": action(keeps),
    "disaster:cards": page(MAKING),
    "disaster:facilities": page(MAKING),
    "disaster:facility_new": page(MAKING),
    "disaster:facility_export": page(MAKING),
    "disaster:facility_import": action(MAKING),
    "disaster:facility": page(keeps),
    "disaster:facility_state": action(keeps),
    "disaster:bulletins": page(only(*WRITERS, "neighbour_writer", "planner", but=NOBODY)),
    "disaster:bulletin_new": page(only(*WRITERS, "neighbour_writer", but=NOBODY)),
    "disaster:bulletin": page(reads),
    "disaster:bulletin_edit": page(writes),
    "disaster:bulletin_sentences": page(writes),
    "disaster:bulletin_words": page(writes),
    "disaster:bulletin_part": page(writes),
    "disaster:bulletin_arrange": action(writes),
    "disaster:bulletin_move": action(moves),
    "disaster:bulletin_correct": action(writes),
    "disaster:bulletin_texts": page(texts),
    "disaster:bulletin_speech": action(writes),
    "disaster:exercises": page(only(*WRITERS, "neighbour_writer", but=NOBODY)),
    "disaster:exercise_new": page(only(*WRITERS, "neighbour_writer", but=NOBODY)),
    "disaster:exercise": page(drills),
    "disaster:exercise_edit": page(conducts),
    "disaster:exercise_end": action(drills),
    "disaster:exercise_shelter": action(drills),
    "disaster:exercise_script": page(conducts),
    "disaster:exercise_review": page(drills),
    "disaster:exercise_review_csv": page(drills),
    "disaster:inject_answer": action(drills),
    "disaster:inject_remove": action(conducts),
    "disaster:languages": page(only(*WRITERS, "neighbour_writer", but=NOBODY)),
    "disaster:body_languages": page(bodies),
    "disaster:jma": page(only(*ALL_WRITERS, "operator", but=NOBODY)),
    "disaster:jma_take_in": page(only(*WRITERS, "operator", but=NOBODY)),  # writers of the body whose drill is on
    "disaster:jma_feeds": page(only(*ALL_WRITERS, "operator", but=NOBODY)),
    "disaster:jma_message": page(reads_message),
    "disaster:jma_raw": page(reads_raw),
    "disaster:jma_begin": action(begins),
    "disaster:releases": page(only(*WRITERS, "neighbour_writer", "operator", but=NOBODY)),
    "disaster:releases_publish": action(only("bulletin_publisher", "operator", but={*WRITERS, "neighbour_writer"})),
}
