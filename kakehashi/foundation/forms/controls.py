"""One answer as a Django field: its control by the kind of question, its reading by `shapes`."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from kakehashi.foundation.forms.choices import QuestionKind
from kakehashi.foundation.forms.shapes import Ask, check_limits, missing, read

LONGEST_RADIO_LIST = 7


class DayInput(forms.DateInput):
    """The browser's date control, or a line of text while it holds something that is not a date."""

    template_name = "django/forms/widgets/input.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["type"] = "date" if not value or _is_iso(str(value)) else "text"
        return context


def _is_iso(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        if isinstance(files, MultiValueDict):
            return files.getlist(name)
        return [files[name]] if files and name in files else []


class AnswerField(forms.Field):
    """`complete` False leaves empty what is required: a draft may be unfinished.

    `required` only says ※必須; what is empty is refused here, not by the browser.
    """

    def __init__(self, ask: Ask, *, complete: bool, in_row: bool = False, label: str = "") -> None:
        super().__init__(
            required=ask.required, label=label or ask.label, help_text=ask.help, widget=_control(ask, in_row=in_row)
        )
        if in_row:
            self.template_name = "forms/cell.html"
        self.ask = ask
        self.complete = complete

    def clean(self, value: Any) -> Any:
        if self.ask.kind == QuestionKind.FILE:
            return value
        answer = read(self.ask, value)
        check_limits(self.ask, answer)
        if answer is None and self.complete and self.ask.required:
            raise missing(self.ask)
        return answer


def _control(ask: Ask, *, in_row: bool) -> forms.Widget:
    match ask.kind:
        case QuestionKind.TEXTAREA:
            return forms.Textarea(attrs={"rows": 2 if in_row else 6})
        case QuestionKind.MULTIPLE:
            return forms.CheckboxSelectMultiple(choices=ask.choices)
        case QuestionKind.CHOICE | QuestionKind.COUNTRY:
            return _one_of(ask.choices, in_row=in_row)
        case QuestionKind.YES_NO:
            return _one_of([("yes", _("はい")), ("no", _("いいえ"))], in_row=in_row)
    return _LINES[ask.kind]()


_LINES: dict[str, Callable[[], forms.Widget]] = {
    QuestionKind.TEXT: forms.TextInput,
    QuestionKind.DATE: DayInput,
    QuestionKind.NUMBER: lambda: forms.TextInput(attrs={"inputmode": "decimal"}),
    QuestionKind.MONEY: lambda: forms.TextInput(attrs={"inputmode": "numeric"}),
    QuestionKind.EMAIL: forms.EmailInput,
    QuestionKind.PHONE: lambda: forms.TextInput(attrs={"type": "tel"}),
    QuestionKind.URL: forms.URLInput,
    QuestionKind.FILE: ManyFiles,
}


def _one_of(choices: list[tuple[str, str]], *, in_row: bool) -> forms.Widget:
    if in_row or len(choices) > LONGEST_RADIO_LIST:
        return forms.Select(choices=[("", _("選んでください")), *choices])
    return forms.RadioSelect(choices=choices)
