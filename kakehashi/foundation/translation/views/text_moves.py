"""What can be done with the text being worked on, besides writing another."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.translation import operations
from kakehashi.foundation.translation.choices import State
from kakehashi.foundation.translation.models import Text

Words = str | Promise


@dataclass(frozen=True)
class TextMove:
    """`reason_label`: what is asked with it, "" where nothing is. `carry`: (text, reason, source shown, by)."""

    code: str
    label: Words
    states: tuple[State, ...]
    done: Words
    carry: Callable[[Text, str, str, Person], None]
    by_checker: bool = True
    reason_label: Words = ""
    needs_reason: bool = False
    consequence: Words = ""
    is_main: bool = False


@dataclass(frozen=True)
class OpenMove:
    """`refusal`: why not yet."""

    move: TextMove
    refusal: Words = ""


_ALL = (
    TextMove(
        "adopt",
        _("機械の下書きをこのまま引き受ける"),
        (State.MACHINE,),
        _("引き受けました。ほかの人の点検を待っています。"),
        lambda text, _reason, shown, by: operations.adopt(text, shown=shown, by=by),
        by_checker=False,
        consequence=_(
            "あなたの訳文になり、ほかの人が点検します。直すところがあるときは、引き受けずに書き直してください。"
        ),
        is_main=True,
    ),
    TextMove(
        "sign",
        _("点検済みにする"),
        (State.TRANSLATED,),
        _("点検済みにしました。"),
        lambda text, reason, shown, by: operations.sign(text, waiver=reason, shown=shown, by=by),
        reason_label=_("誤りの指摘が残っていても認める理由"),
        consequence=_("住民に見せる文章になります。あなたの名前が点検者として残ります。"),
        is_main=True,
    ),
    TextMove(
        "send_back",
        _("翻訳者に差し戻す"),
        (State.TRANSLATED,),
        _("差し戻しました。"),
        lambda text, reason, _shown, by: operations.send_back(text, remark=reason, by=by),
        reason_label=_("直してほしいところ"),
        needs_reason=True,
    ),
    TextMove(
        "withdraw",
        _("この文章を取り下げる"),
        (State.MACHINE, State.TRANSLATED, State.CHECKED),
        _("取り下げました。住民には見えません。"),
        lambda text, reason, _shown, by: operations.withdraw(text, remark=reason, by=by),
        reason_label=_("取り下げる理由"),
        needs_reason=True,
        consequence=_("住民に見えなくなり、この言語では「まだありません」と表示されます。"),
    ),
    TextMove(
        "restore",
        _("取り下げをやめる"),
        (State.WITHDRAWN,),
        _("取り下げをやめました。"),
        lambda text, _reason, _shown, by: operations.restore(text, by=by),
        is_main=True,
    ),
)
MOVES = {move.code: move for move in _ALL}
_OWN = _("自分が書いた文章は点検できません。ほかの人に頼んでください。")
_STALE = _("原文が新しくなっています。先に訳文を原文に合わせてください。")


def open_moves(text: Text | None, person: Person, *, may_write: bool, may_check: bool) -> list[OpenMove]:
    """What the person may do with the text, by the same rules as the operations."""
    if text is None:
        return []
    found = []
    for move in _ALL:
        if text.state not in move.states or not (may_check if move.by_checker else may_write):
            continue
        if move.code == "send_back" and (text.is_returned or text.translator_id == person.pk):
            continue
        refusal: Words = ""
        if move.code in {"sign", "adopt"} and text.is_stale:
            refusal = _STALE
        if move.code == "sign" and text.translator_id == person.pk:
            refusal = _OWN
        found.append(OpenMove(move, refusal))
    return found


def carry_out(move: TextMove, text: Text, *, reason: str, shown: str, by: Person) -> None:
    """`shown`: the meaning of the source the page showed. Raises ``RefusedError`` or ``NotPermittedError``."""
    move.carry(text, reason, shown, by)
