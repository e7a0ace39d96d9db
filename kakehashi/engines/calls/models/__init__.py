"""The rows of the engine, by topic."""

from kakehashi.engines.calls.models.applications import (
    Application,
    CoWorker,
    Message,
    Paper,
    Partner,
)
from kakehashi.engines.calls.models.changing import Change
from kakehashi.engines.calls.models.checking import Declaration, Mark
from kakehashi.engines.calls.models.deciding import (
    Letter,
    LetterApproval,
    LetterBatch,
    LetterTemplate,
    Result,
    Scenario,
    ScenarioLine,
)
from kakehashi.engines.calls.models.money import Allocation, ExpenseCategory, Fund, MoneyCap, MoneyRule
from kakehashi.engines.calls.models.nominating import Ceremony, Nomination
from kakehashi.engines.calls.models.numbers import Counter
from kakehashi.engines.calls.models.paying import Account, Payment, PaymentList
from kakehashi.engines.calls.models.reviewing import Assignment, Conflict, Remark, Reviewer, Score
from kakehashi.engines.calls.models.schemes import Call, CheckLine, Criterion, EligibilityLine, Scheme, Track
from kakehashi.engines.calls.models.sending import Absence, Candidate, Dispatch, DispatchRule, Expert, Proposal

__all__ = [
    "Absence",
    "Account",
    "Allocation",
    "Application",
    "Assignment",
    "Call",
    "Candidate",
    "Ceremony",
    "Change",
    "CheckLine",
    "CoWorker",
    "Conflict",
    "Counter",
    "Criterion",
    "Declaration",
    "Dispatch",
    "DispatchRule",
    "EligibilityLine",
    "ExpenseCategory",
    "Expert",
    "Fund",
    "Letter",
    "LetterApproval",
    "LetterBatch",
    "LetterTemplate",
    "Mark",
    "Message",
    "MoneyCap",
    "MoneyRule",
    "Nomination",
    "Paper",
    "Partner",
    "Payment",
    "PaymentList",
    "Proposal",
    "Remark",
    "Result",
    "Reviewer",
    "Scenario",
    "ScenarioLine",
    "Scheme",
    "Score",
    "Track",
]
