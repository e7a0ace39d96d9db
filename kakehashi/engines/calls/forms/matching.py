"""Matching: candidates, what is proposed, what a host answers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.calls.choices import CandidatesAnswer, ProposalState
from kakehashi.engines.calls.models import Application, Call, Candidate, Proposal
from kakehashi.engines.calls.operations.matching import CandidatesWish, HostsAnswer
from kakehashi.engines.calls.queries.matching import Board
from kakehashi.foundation.organisations.models import Country
from kakehashi.foundation.ui.moments import DayField

INVITED = ("post", "ties", "diet")  # asked only of who is invited


class InviteForm(forms.Form):
    """Which of the hosts that were chosen receives somebody."""

    def __init__(self, candidate: Candidate, hosts: Sequence[Application], data: Any = None) -> None:
        super().__init__(data, prefix=f"of-{candidate.pk}", initial={"host": candidate.host_id})
        self.hosts = {one.pk: one for one in hosts}
        self.fields["host"] = forms.TypedChoiceField(
            label=_("受け入れる団体"),
            coerce=int,
            empty_value=None,
            required=False,
            choices=[("", _("まだ決めない"))] + [(one.pk, f"{one.applicant}({one.track})") for one in hosts],
        )

    @property
    def host(self) -> Application | None:
        return self.hosts.get(self.cleaned_data["host"])


class CandidateForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("氏名"), max_length=120)
    home = forms.CharField(label=gettext_lazy("派遣元の団体"), max_length=200)
    country: "forms.ModelChoiceField[Country]" = forms.ModelChoiceField(
        Country.objects.none(), label=gettext_lazy("国・地域")
    )
    field = forms.CharField(label=gettext_lazy("分野"), max_length=120, required=False)
    japanese = forms.CharField(label=gettext_lazy("日本語の力"), max_length=60, required=False)
    languages = forms.CharField(label=gettext_lazy("言語"), max_length=120, required=False)
    profile = forms.CharField(
        label=gettext_lazy("経歴と希望"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    post = forms.CharField(label=gettext_lazy("役職"), max_length=160, required=False)
    ties = forms.CharField(
        label=gettext_lazy("日本とのこれまでのつながり"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    diet = forms.CharField(
        label=gettext_lazy("食事の制限"),
        help_text=gettext_lazy("受け入れる団体が食事の準備に使います。"),
        max_length=200,
        required=False,
    )
    first_day = DayField(label=gettext_lazy("来られる最初の日"), required=False)
    last_day = DayField(label=gettext_lazy("来られる最後の日"), required=False)
    is_withdrawn = forms.BooleanField(
        label=gettext_lazy("辞退"), help_text=gettext_lazy("選ぶと、新しく紹介できなくなります。"), required=False
    )

    def __init__(self, call: Call, countries: QuerySet[Country], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].queryset = countries  # type: ignore[attr-defined]  # a ModelChoiceField
        for name in () if call.has_invitees else INVITED:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("末日は初日と同じ日か、それより後の日にしてください。"))
        return values


def initial_of(candidate: Candidate) -> dict[str, Any]:
    return {name: getattr(candidate, name) for name in CandidateForm.base_fields}


class ProposeForm(forms.Form):
    """Somebody free, and a host at the step of matching."""

    candidate = forms.TypedChoiceField(label=gettext_lazy("候補者"), coerce=int)
    application = forms.TypedChoiceField(label=gettext_lazy("紹介する団体"), coerce=int)

    def __init__(self, board: Board, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = {one.pk: one for one in board.free}
        self.hosts = {one.pk: one for one in board.hosts}
        names = [(one.pk, f"{one}({one.country}・{one.home})") for one in board.free]
        self.fields["candidate"].choices = names  # type: ignore[attr-defined]  # a ChoiceField
        hosts = [(one.pk, f"{one.applicant}({one.number})") for one in board.hosts]
        self.fields["application"].choices = hosts  # type: ignore[attr-defined]  # a ChoiceField


class AnswerForm(forms.Form):
    """A host's answer to one proposal; untouched, it stays unanswered."""

    state = forms.ChoiceField(
        label=gettext_lazy("受入れの希望"),
        choices=[
            (ProposalState.WANTED.value, ProposalState.WANTED.label),
            (ProposalState.DECLINED.value, gettext_lazy("見送ります")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    order = forms.IntegerField(
        label=gettext_lazy("希望の順"),
        help_text=gettext_lazy("いちばん受け入れたい人を1とします。"),
        min_value=1,
        max_value=999,
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("理由など"),
        help_text=gettext_lazy("見送るときは必ず書いてください。"),
        max_length=300,
        required=False,
    )

    no: str = ProposalState.DECLINED
    same = gettext_lazy("同じ順位の人がいます。順位を変えてください。")

    def __init__(self, proposal: Proposal, data: Any = None) -> None:
        super().__init__(data, initial=self.said(proposal), prefix=f"p{proposal.pk}")
        self.proposal = proposal

    def said(self, proposal: Proposal) -> dict[str, Any]:
        """What was answered before."""
        state = {} if proposal.state == ProposalState.PROPOSED else {"state": proposal.state}
        return state | {"order": proposal.order, "note": proposal.note}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        state = values.get("state")
        if state == self.no and not values.get("note"):
            self.add_error("note", _("見送る理由を書いてください。担当課に伝わります。"))
        if state and state != self.no and values.get("order") is None and "order" in values:
            self.add_error("order", _("希望の順を入力してください。"))
        return values

    def answer(self) -> HostsAnswer | None:
        state, order, note = self.given()
        return HostsAnswer(ProposalState(state), order, note) if state else None

    def given(self) -> tuple[str, int | None, str]:
        state: str = self.cleaned_data["state"]
        order = self.cleaned_data["order"] if state and state != self.no else None
        return state, order, self.cleaned_data["note"]


class WishForm(AnswerForm):
    """A candidate's answer to one host, typed in by whoever asked them."""

    state = forms.ChoiceField(
        label=gettext_lazy("候補者の答え"),
        choices=[
            (CandidatesAnswer.WILLING.value, CandidatesAnswer.WILLING.label),
            (CandidatesAnswer.DECLINED.value, gettext_lazy("辞退します")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    order = forms.IntegerField(
        label=gettext_lazy("希望の順"),
        help_text=gettext_lazy("いちばん行きたい団体を1とします。"),
        min_value=1,
        max_value=999,
        required=False,
    )
    note = forms.CharField(label=gettext_lazy("理由など"), max_length=300, required=False)
    no = CandidatesAnswer.DECLINED
    same = gettext_lazy("同じ順位の団体があります。順位を変えてください。")

    def said(self, proposal: Proposal) -> dict[str, Any]:
        answer = proposal.candidates_answer
        state = {} if answer == CandidatesAnswer.ASKED else {"state": answer}
        return state | {"order": proposal.candidates_order, "note": proposal.candidates_note}

    def wish(self) -> CandidatesWish | None:
        state, order, note = self.given()
        return CandidatesWish(CandidatesAnswer(state), order, note) if state else None


def wishes_of(forms_of: list[WishForm]) -> dict[int, CandidatesWish] | None:
    """By the id of each proposal; ``None``: something must be mended first, and the forms say what."""
    if not all_are_valid(forms_of):
        return None
    return {form.proposal.pk: wish for form in forms_of if (wish := form.wish())}


def answers_of(forms_of: list[AnswerForm]) -> dict[int, HostsAnswer] | None:
    """By the id of each proposal; ``None``: something must be mended first, and the forms say what."""
    if not all_are_valid(forms_of):
        return None
    return {form.proposal.pk: answer for form in forms_of if (answer := form.answer())}


def all_are_valid(forms_of: Sequence[AnswerForm]) -> bool:
    """Each for itself, and no place given twice; every form shows its errors."""
    if not all([form.is_valid() for form in forms_of]):  # noqa: C419  # every form shows its errors
        return False
    taken: set[int] = set()
    for form in forms_of:
        _state, order, _note = form.given()
        if order in taken:
            form.add_error("order", ValidationError(form.same))
            return False
        taken |= {order} if order is not None else set()
    return True
