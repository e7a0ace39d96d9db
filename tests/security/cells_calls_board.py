"""The addresses of checking, reviewing and deciding in the matrix."""

from collections.abc import Callable
from typing import Any

from kakehashi.engines.calls.models import Application, Paper
from tests.security.declaring import NOBODY, OVERSEEING, Cell, Rule, Who, action, form, only, page

DESK = {"calls_officer"}
Sees = Callable[[Application], set[str]]


def cells(asks: Sees, sees: Sees) -> dict[str, Cell]:
    """One line each; `asks` and `sees` say who applies and who knows of an application."""

    def at(*steps: str) -> Rule:
        """The section, while the application stands at one of these steps."""

        def rule(application: Application, _path: dict[str, Any]) -> Who:
            known = sees(application)
            return Who(DESK & known if not steps or application.step in steps else NOBODY, known)

        return rule

    def sends_back(_thing: object, path: dict[str, Any]) -> Who:
        known = sees(Paper.objects.get(pk=path["pk"]).application) - {"prefecture_officer"}  # a partner
        return Who(DESK & known, known)

    def mends(_thing: object, path: dict[str, Any]) -> Who:
        application = Paper.objects.get(pk=path["pk"]).application
        return Who(
            asks(application) if application.step == "returned" else NOBODY, sees(application) - {"prefecture_officer"}
        )

    runs, judges = only(*DESK, but=NOBODY), only(but=NOBODY)
    watches = only(*OVERSEEING, but=NOBODY)
    return {
        "calls:marks": action(at("submitted", "screening")),
        "calls:send_back": form(sends_back, sends_back),
        "calls:mend": form(mends, mends),
        "calls:keep_answer": action(mends),
        "calls:reviewers": form(runs, runs),
        "calls:assign_all": action(runs),
        "calls:remove_reviewer": action(runs),
        "calls:by_hand": form(at(), at()),
        "calls:remark": action(at("board", "alternate")),
        "calls:ranking": page(watches),
        "calls:ranking_file": page(watches),
        "calls:board": form(runs, runs),
        "calls:promote": action(runs),
        "calls:minutes": page(runs),
        "calls:minutes_pdf": page(runs),
        "calls:scenario": form(runs, runs),
        "calls:scenario_apply": form(runs, runs),
        "calls:compare": page(runs),
        "calls:interests": form(judges, judges),
        "calls:review": form(judges, judges),
        "calls:decline": action(judges),
        "calls:discuss": action(judges),
    }
