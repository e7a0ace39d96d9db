"""What is sent for the formal check and for correction."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.calls.models import CheckLine
from kakehashi.engines.calls.operations.screening import Judged
from kakehashi.foundation.forms.choices import SILENT_KINDS
from kakehashi.foundation.forms.models import Version
from kakehashi.foundation.ui.moments import MomentField, is_to_come

_FOUND = [
    ("", gettext_lazy("まだ確かめていない")),
    ("yes", gettext_lazy("満たしている")),
    ("no", gettext_lazy("満たしていない")),
]


class MarksForm(forms.Form):
    """One choice and one note for each line of the formal check."""

    def __init__(self, lines: list[CheckLine], marks: dict[int, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            mark = marks.get(line.pk)
            was = "" if mark is None else "yes" if mark.is_met else "no"
            self.fields[f"line-{line.pk}"] = forms.ChoiceField(
                label=str(line), choices=_FOUND, required=False, initial=was, widget=forms.RadioSelect
            )
            self.fields[f"note-{line.pk}"] = forms.CharField(
                label=_("「%(line)s」のメモ(任意)") % {"line": line},
                max_length=300, required=False, initial=mark.note if mark else "",
            )  # fmt: skip

    def judged(self) -> dict[int, Judged]:
        found = {"": None, "yes": True, "no": False}
        return {
            line.pk: Judged(found[self.cleaned_data[f"line-{line.pk}"]], self.cleaned_data[f"note-{line.pk}"])
            for line in self.lines
        }


class AgainForm(forms.Form):
    """Until when (Japan) an application that is given back can be handed in again."""

    until = MomentField(
        label=gettext_lazy("出し直しの期限"),
        required=False,
        validators=[is_to_come],
        help_text=gettext_lazy(
            "公募の締切を過ぎていても、この時刻までは受け取ります。締切のほうが遅ければ、締切までです。"
        ),
    )


class HandBackForm(AgainForm):
    """Of the branch: why, and until when; the time may stay empty only while the call is open."""

    note = forms.CharField(
        label=gettext_lazy("差し戻す理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    field_order = ("note", "until")

    def __init__(self, *args: Any, is_over: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].required = is_over


class SendBackForm(AgainForm):
    """One comment for each question; a question with a comment is sent back. `until` only of an application."""

    note = forms.CharField(
        label=gettext_lazy("全体についてのひとこと(任意)"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, version: Version, *args: Any, has_until: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_until:
            del self.fields["until"]
        self.questions = [question for question in version.all_questions if question.kind not in SILENT_KINDS]
        for question in self.questions:
            self.fields[f"comment-{question.code}"] = forms.CharField(
                label=_("「%(question)s」で直してほしいこと") % {"question": question.label},
                max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    def comments(self) -> dict[str, str]:
        found = {question.code: self.cleaned_data[f"comment-{question.code}"].strip() for question in self.questions}
        return {code: comment for code, comment in found.items() if comment}

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.comments():
            raise forms.ValidationError(_("直してほしい項目に、どう直すかを1つ以上書いてください。"))
        return self.cleaned_data


class KeepForm(forms.Form):
    """Why an answer that was sent back stays as it is."""

    why = forms.CharField(label=gettext_lazy("直さない理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
