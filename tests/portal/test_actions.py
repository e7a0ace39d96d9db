"""The record calls every write by words."""

import ast

from kakehashi.engines.cases.flow import CASE_FLOW, ITEM_FLOW
from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.audit.registry import words_of
from kakehashi.portal.actions import ACTIONS
from tests.cast import Cast
from tests.conftest import SignIn
from tests.house.sources import modules, tree

GATES = {"act": 0, "reminding.in_batches": 0, "writing": 1}  # which argument names the action


def test_every_action_of_the_code_has_words_and_every_word_an_action() -> None:
    calls = [node for path in modules("kakehashi") for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]

    acted = {
        name.value
        for call in calls
        if (place := GATES.get(ast.unparse(call.func))) is not None
        and isinstance(name := call.args[place], ast.Constant)
    }

    assert acted == set(ACTIONS)


def test_a_move_is_called_as_its_button() -> None:
    assert words_of("cases.receive") == str(CASE_FLOW.move("receive").label)
    assert words_of("cases.item.fail") == str(ITEM_FLOW.move("fail").label)
    assert words_of("cases.gone_by_now") == "cases.gone_by_now"


def test_the_record_speaks_in_words(cast: Cast, sign_in: SignIn) -> None:
    with act("access.edit_organisation", cast.himeji, by=Robot("test"), permit=True):
        pass

    shown = sign_in(cast.operator).get("/audit/").content.decode()

    assert "団体の登録を直した" in shown
    assert f">団体 {cast.himeji.pk}</a>" in shown
    assert ">access.edit_organisation<" not in shown
