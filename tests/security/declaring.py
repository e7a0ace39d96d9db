"""How the matrix is declared: the actors, and for whom an address is there. See `tests.security.cells`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kakehashi.foundation.access.choices import Permission

IN, REFUSED, NOWHERE, NO_SUCH_METHOD, SIGN_IN = 200, 403, 404, 405, 0

# The actors: those of tests.cast, and those whom only the matrix needs.
ASKING = {"officer", "colleague"}  # Himeji: the one who asks and a colleague
FOLLOWING = {"branch_officer"}  # the branch in charge of both cities
HANDLING = {"director", "staff"}  # Paris
OVERSEEING = {"planner", "section_staff", "calls_officer"}  # headquarters
STRANGERS = {
    "prefecture_officer",  # of the prefecture Himeji lies in
    "neighbour",  # of another city
    "ngo_officer",
    "other_branch_officer",  # of another prefecture
    "london_staff",  # of another office
    "retired",  # was officer of Himeji
    "retired_staff",  # was staff of Paris
    "translator",
    "operator",
    "reviewer",  # of another call
    "accountant",  # headquarters: pays
    "bulletin_writer",  # Himeji: disaster information
    "bulletin_publisher",  # Himeji: lets it go out
    "neighbour_writer",  # disaster information of the neighbouring city
    "jet_officer",  # headquarters: runs the JET Programme
    "jet_approver",  # of its placement
    "jet_mission",  # a mission that selects candidates
    "other_mission",
    "jet_candidate",  # of the first mission
}
STAFF = HANDLING | OVERSEEING
EDITORS = {"director", "planner"}  # of what is published
EVERYBODY = ASKING | FOLLOWING | STAFF | STRANGERS
VISITOR = "visitor"
NOBODY: set[str] = set()
HOLDERS: dict[Permission, set[str]] = {
    Permission.EDIT_REGISTER: {"planner"},
    Permission.EDIT_CATALOGUE: {"planner"},
    Permission.EDIT_FORMS: {"planner"},
    Permission.SEE_AUDIT: {"operator"},
    Permission.OPERATE: {"operator"},
    Permission.ASSIGN_CASES: {"director", "section_staff", "calls_officer"},
    Permission.HANDLE_CALLS: {"section_staff", "calls_officer"},
    Permission.OVERSEE_CALLS: {"planner", "section_staff", "calls_officer"},
    Permission.PAY: {"accountant"},
    Permission.EDIT_TRANSLATIONS: {"translator"},
    Permission.MANAGE_LANGUAGES: {"planner"},
    Permission.EDIT_SENTENCES: {"planner"},
    Permission.WRITE_BULLETINS: {"bulletin_writer", "bulletin_publisher", "neighbour_writer"},
    Permission.APPROVE_BULLETINS: {"bulletin_publisher"},
    Permission.HANDLE_JET: {"jet_officer"},
    Permission.APPROVE_PLACEMENT: {"jet_approver"},
    Permission.TAKE_PART_IN_JET: {"jet_candidate"},
    Permission.SELECT_CANDIDATES: {"jet_mission", "other_mission"},
}


@dataclass(frozen=True)
class Who:
    """See the module. `sees` ``None``: whoever may not enter is refused either way."""

    enters: set[str]
    sees: set[str] | None = None

    @property
    def key(self) -> tuple[object, ...]:
        return frozenset(self.enters), None if self.sees is None else frozenset(self.sees)

    def expected(self, who: str) -> set[int]:
        if who in self.enters:
            return {IN}
        return {REFUSED, NOWHERE} if self.sees is None else {REFUSED} if who in self.sees else {NOWHERE}


Rule = Callable[[Any, dict[str, Any]], Who]


@dataclass(frozen=True)
class Cell:
    """One address. Without `get` it takes only what is sent; without `post` sending is for whom `get` is, if at all."""

    get: Rule | None = None
    post: Rule | None = None
    is_public: bool = False

    def row(self, thing: object, arguments: dict[str, Any]) -> "Row":
        """For one thing."""
        get, post = (rule and rule(thing, arguments) for rule in (self.get, self.post))
        return Row(get, post, self.is_public)


@dataclass(frozen=True)
class Row:
    """Who gets one thing behind one address."""

    get: Who | None
    post: Who | None
    is_public: bool

    @property
    def key(self) -> tuple[object, ...]:
        """The same of two things for whom all the same is declared."""
        return tuple(one and one.key for one in (self.get, self.post))

    def expected(self, method: str, who: str) -> set[int]:
        declared = self.get if method == "get" else self.post
        if who == VISITOR and not self.is_public:
            return {SIGN_IN} if declared else {SIGN_IN, NO_SUCH_METHOD}
        if declared:
            return declared.expected(who)
        other = self.get or self.post
        assert other
        allowed = other.expected(who)
        return {NO_SUCH_METHOD} | (allowed if method == "post" else allowed - {IN})


def page(rule: Rule) -> Cell:
    return Cell(get=rule)


def form(get: Rule, post: Rule) -> Cell:
    return Cell(get, post)


def action(rule: Rule) -> Cell:
    return Cell(post=rule)


def open_page(rule: Rule) -> Cell:
    return Cell(get=rule, is_public=True)


def only(*people: str, but: set[str] | None = None) -> Rule:
    """These; it exists for those of `but` too (``None``: for nobody knows whom)."""
    return lambda _thing, _path: Who(set(people), but)
