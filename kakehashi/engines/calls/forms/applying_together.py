"""Partners, co-workers, words, files and exceptions: what the pages around an application ask for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.calls.choices import Consent, Right
from kakehashi.engines.calls.models import Application
from kakehashi.engines.calls.queries.joining import person_by_address
from kakehashi.foundation.access.forms.fields import OrganisationField
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.ui.moments import MomentField, is_to_come


class PartnerForm(forms.Form):
    organisation = OrganisationField(
        label=gettext_lazy("共同で実施する団体"),
        help_text=gettext_lazy("名称かコードを入力してください。"),
        max_length=120,
    )
    part = forms.CharField(label=gettext_lazy("受け持つこと"), max_length=300, required=False)

    def __init__(self, application: Application, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application

    def clean_organisation(self) -> Organisation:
        found: Organisation = self.cleaned_data["organisation"]
        if found.pk == self.application.applicant_id:
            raise ValidationError(_("申請する団体は、はじめから数えられています。ほかの団体を入力してください。"))
        if self.application.partners.filter(organisation=found).exists():
            raise ValidationError(_("この団体はすでに加えられています。"))
        return found


class ConsentForm(forms.Form):
    consent = forms.ChoiceField(
        label=gettext_lazy("共同で実施することに同意しますか"),
        choices=[(Consent.GIVEN, gettext_lazy("同意します")), (Consent.REFUSED, gettext_lazy("同意しません"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("理由や申請団体に伝えること"),
        help_text=gettext_lazy("同意しないときは必ず書いてください。"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, digest: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, initial=digest, max_length=64)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("consent") == Consent.REFUSED and not values.get("note"):
            self.add_error("note", _("同意しない理由を書いてください。申請団体に伝わります。"))
        return values


class CoWorkerForm(forms.Form):
    """A person by the address they sign in with."""

    email = forms.EmailField(
        label=gettext_lazy("メールアドレス"),
        help_text=gettext_lazy("この仕組みに登録している人の、サインインに使うアドレスを入力してください。"),
    )
    right = forms.ChoiceField(
        label=gettext_lazy("できること"), choices=Right.choices, initial=Right.READ, widget=forms.RadioSelect
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if address := values.get("email"):
            person: Person | None = person_by_address(address)
            if person is None:
                self.add_error("email", _("このアドレスで登録している人はいません。アドレスを本人に確かめてください。"))
            values["person"] = person
        return values


class MessageForm(forms.Form):
    body = forms.CharField(label=gettext_lazy("連絡を書く"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
    is_internal = forms.BooleanField(
        label=gettext_lazy("職員だけに見せる"),
        help_text=gettext_lazy("申請した団体と支部には見えません。"),
        required=False,
    )

    def __init__(self, *args: Any, may_be_internal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_be_internal:
            del self.fields["is_internal"]


class FilledForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("記入したExcelの申請書"),
        help_text=gettext_lazy("この画面か募集のページからダウンロードして記入したファイル(.xlsx)。5MBまで。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class ExceptionForm(forms.Form):
    """Which body or which person may be late, until when (Japan), and why."""

    organisation = OrganisationField(
        label=gettext_lazy("認める団体"),
        help_text=gettext_lazy("名称かコードを入力してください。団体の担当者全員に認めます。"),
        max_length=120,
        required=False,
    )
    email = forms.EmailField(
        label=gettext_lazy("認める人のメールアドレス"),
        help_text=gettext_lazy("1人だけに認めるときに、団体の代わりに、サインインに使うアドレスを入力してください。"),
        required=False,
    )
    until = MomentField(
        label=gettext_lazy("いつまで"),
        help_text=gettext_lazy("23:59とすると、23時59分59秒まで提出できます。"),
        validators=[is_to_come],
    )
    why = forms.CharField(
        label=gettext_lazy("理由"),
        help_text=gettext_lazy("記録に残り、団体にも伝わります。"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        address, to = values.get("email"), values.get("organisation")
        if self.errors.keys() & {"email", "organisation"}:
            return values
        if bool(address) == bool(to):
            raise ValidationError(_("認める団体か、認める人のメールアドレスの、どちらか1つを入力してください。"))
        values["to"] = to or person_by_address(str(address))
        if values["to"] is None:
            self.add_error("email", _("このアドレスで登録している人はいません。アドレスを本人に確かめてください。"))
        return values
