"""What this app writes, each through the gate. Refusals in words are `RefusedError`."""

from kakehashi.foundation.translation.operations.drafts import (
    KeptElsewhereError,
    drop_draft,
    keep_draft,
    sweep_drafts,
)
from kakehashi.foundation.translation.operations.importing import Brought, take_in_texts
from kakehashi.foundation.translation.operations.jobs import assign, move_job, order, remind
from kakehashi.foundation.translation.operations.keeping import name_for, save_language
from kakehashi.foundation.translation.operations.seeding import Seeded, UnitSeed, load_units
from kakehashi.foundation.translation.operations.terms import TermLine, TermSeed, remove_term, save_term, take_in_terms
from kakehashi.foundation.translation.operations.texts import (
    WrittenMeanwhileError,
    adopt,
    clean,
    restore,
    send_back,
    sign,
    withdraw,
    write_text,
)

__all__ = [
    "Brought",
    "KeptElsewhereError",
    "Seeded",
    "TermLine",
    "TermSeed",
    "UnitSeed",
    "WrittenMeanwhileError",
    "adopt",
    "assign",
    "clean",
    "drop_draft",
    "keep_draft",
    "load_units",
    "move_job",
    "name_for",
    "order",
    "remind",
    "remove_term",
    "restore",
    "save_language",
    "save_term",
    "send_back",
    "sign",
    "sweep_drafts",
    "take_in_terms",
    "take_in_texts",
    "withdraw",
    "write_text",
]
