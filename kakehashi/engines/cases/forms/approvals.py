"""Approvals: asking for one, deciding one."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.cases.choices import LetterSide
from kakehashi.engines.cases.models import Case, Letter
from kakehashi.engines.cases.operations.approvals import DAYS
from kakehashi.engines.cases.queries.approvals import (
    answer_to_approve,
    files_to_approve,
    letters_to_approve,
    may_be_asked,
)
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.moments import DayField
from kakehashi.kernel import clock

LONGEST = 60  # days a link may live


class AskApprovalForm(forms.Form):
    """What is to be approved, by whom, until when: a colleague, or somebody without an account by name and address."""

    subject = forms.CharField(label=gettext_lazy("承認してほしいこと"), max_length=200)
    body = forms.CharField(
        label=gettext_lazy("説明"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    letter: "forms.ModelChoiceField[Letter]" = forms.ModelChoiceField(
        Letter.objects.none(),
        label=gettext_lazy("見てもらう公文書"),
        required=False,
        empty_label=gettext_lazy("公文書は付けない"),
    )
    with_answer = forms.BooleanField(label=gettext_lazy("今の回答書を見てもらう"), required=False)
    documents: "forms.ModelMultipleChoiceField[Document]" = forms.ModelMultipleChoiceField(
        Document.objects.none(),
        label=gettext_lazy("見てもらう添付ファイル"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    approver: "forms.ModelChoiceField[Person]" = forms.ModelChoiceField(
        Person.objects.none(),
        label=gettext_lazy("承認する人"),
        required=False,
        empty_label=gettext_lazy("登録のない人にメールで頼む"),
    )
    name = forms.CharField(
        label=gettext_lazy("登録のない人の職・氏名"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("1回だけ使えるリンクがメールで届きます。案件のほかの内容は見えません。"),
    )
    email = forms.EmailField(label=gettext_lazy("登録のない人のメールアドレス"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("メールの言語"),
        choices=[("ja", gettext_lazy("日本語")), ("en", gettext_lazy("英語"))],
        required=False,
    )
    expires_on = DayField(label=gettext_lazy("回答期限"))

    def __init__(self, case: Case, side: LetterSide, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("letter", letters_to_approve(case, side))
        self._offer("documents", files_to_approve(case))
        self._offer("approver", may_be_asked(case, side, person))
        if not answer_to_approve(case, side):
            del self.fields["with_answer"]
        self.fields["expires_on"].initial = clock.today() + dt.timedelta(days=DAYS)

    def _offer(self, name: str, found: Any) -> None:
        """What there is to choose; a question without any answer is not asked, except for who approves."""
        if name != "approver" and not found.exists():
            del self.fields[name]
            return
        self.fields[name].queryset = found  # type: ignore[attr-defined]  # a field that chooses among rows

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        has_outsider = bool(values.get("name") or values.get("email"))
        if values.get("approver") and has_outsider:
            self.add_error("approver", _("登録のある人か、登録のない人か、どちらか一方だけにしてください。"))
        elif not values.get("approver"):
            for name, text in (
                ("name", _("職・氏名を入力してください。")),
                ("email", _("メールアドレスを入力してください。")),
            ):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, text)
        defaults: dict[str, Any] = {"letter": None, "with_answer": False, "documents": []}
        return defaults | values | {"language": values.get("language") or "ja"}

    def clean_expires_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["expires_on"]
        if not clock.today() <= day <= clock.today() + dt.timedelta(days=LONGEST):
            raise forms.ValidationError(
                _("回答期限は、今日から%(days)s日後までの日にしてください。") % {"days": LONGEST}
            )
        return day
