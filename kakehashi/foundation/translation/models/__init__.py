"""Languages, what is said in them, the glossary, and orders for translations."""

from kakehashi.foundation.translation.models.drafts import Draft
from kakehashi.foundation.translation.models.glossary import Term, TermText
from kakehashi.foundation.translation.models.jobs import Job, JobLine, JobQuerySet
from kakehashi.foundation.translation.models.languages import Direction, Language
from kakehashi.foundation.translation.models.texts import Competence, Text, Unit

__all__ = [
    "Competence",
    "Direction",
    "Draft",
    "Job",
    "JobLine",
    "JobQuerySet",
    "Language",
    "Term",
    "TermText",
    "Text",
    "Unit",
]
