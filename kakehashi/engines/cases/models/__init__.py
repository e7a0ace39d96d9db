"""Cases: kinds, the cases themselves, letters, approvals, mails, precedents, and how officers work with them."""

from kakehashi.engines.cases.models.approvals import Approval
from kakehashi.engines.cases.models.cases import (
    ENDED,
    Case,
    CaseLink,
    CaseQuerySet,
    Check,
    Item,
    Message,
    Paper,
    Visitor,
)
from kakehashi.engines.cases.models.kinds import (
    CaseKind,
    CaseNumber,
    CheckTemplate,
    MenuItem,
    OfficeSetting,
    StepTarget,
)
from kakehashi.engines.cases.models.letters import Letter
from kakehashi.engines.cases.models.mails import ArrivedMail
from kakehashi.engines.cases.models.precedents import Precedent, PrecedentQuerySet
from kakehashi.engines.cases.models.working import WORKPLACES, CalendarKey, Handover, HandoverLine, SavedView

__all__ = [
    "ENDED",
    "WORKPLACES",
    "Approval",
    "ArrivedMail",
    "CalendarKey",
    "Case",
    "CaseKind",
    "CaseLink",
    "CaseNumber",
    "CaseQuerySet",
    "Check",
    "CheckTemplate",
    "Handover",
    "HandoverLine",
    "Item",
    "Letter",
    "MenuItem",
    "Message",
    "OfficeSetting",
    "Paper",
    "Precedent",
    "PrecedentQuerySet",
    "SavedView",
    "StepTarget",
    "Visitor",
]
