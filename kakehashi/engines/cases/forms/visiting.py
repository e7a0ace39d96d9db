"""People without an account: what they say of themselves, and what staff write down for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.cases.choices import ENTERED_BY_DESK, Channel, Starts
from kakehashi.engines.cases.models import CaseKind
from kakehashi.engines.cases.queries import desks_of, offices, working_desks
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.organisations.queries import find_organisations


class VisitorForm(forms.Form):
    """Everything may stay empty: nobody has to say who they are."""

    name = forms.CharField(
        label=gettext_lazy("お名前"),
        help_text=gettext_lazy("書かなくても相談できます。"),
        max_length=120,
        required=False,
    )
    affiliation = forms.CharField(label=gettext_lazy("所属(団体名など)"), max_length=160, required=False)
    email = forms.EmailField(
        label=gettext_lazy("メールアドレス"),
        help_text=gettext_lazy("書くと、回答の知らせがメールで届きます。ほかの目的には使いません。"),
        required=False,
    )
    phone = forms.CharField(label=gettext_lazy("電話番号"), max_length=40, required=False)


class VisitorWordsForm(forms.Form):
    body = forms.CharField(
        label=gettext_lazy("窓口への連絡"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )


class OnBehalfForm(VisitorForm):
    """A request that came by telephone, at the counter, by mail: for whom, and how it came."""

    channel = forms.ChoiceField(
        label=gettext_lazy("受付の方法"),
        choices=[(channel.value, channel.label) for channel in ENTERED_BY_DESK],
        initial=Channel.PHONE,
        widget=forms.RadioSelect,
    )
    office: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("受け付けた事務所・課"), empty_label=None
    )
    assisting: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("調べる国を担当する事務所"), empty_label=None
    )
    applicant = forms.CharField(
        label=gettext_lazy("相談した団体"),
        help_text=gettext_lazy("名称かコードを入力してください。登録のない人や団体のときは空けておきます。"),
        max_length=120,
        required=False,
    )

    field_order = ("channel", "office", "assisting", "applicant", "name", "affiliation", "email", "phone")

    def __init__(self, kind: CaseKind, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self._offer("office", working_desks(desks_of(kind).order_by("code"), person))
        self.fields["name"].help_text = ""
        self.fields["email"].help_text = _("書くと、回答の知らせがメールで届きます。")
        if kind.needs_assisting_office:
            self._offer("assisting", offices().order_by("code"))
        else:
            del self.fields["assisting"]
        if kind.starts != Starts.ANYONE:
            self.fields["applicant"].required = True
            self.fields["applicant"].help_text = _("名称かコードを入力してください。")

    def _offer(self, name: str, found: Any) -> None:
        self.fields[name].queryset = found  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields[name].initial = found.first()

    def clean_applicant(self) -> Organisation | None:
        """The one body that is meant; several that fit are named, so that the right one can be typed."""
        typed = self.cleaned_data["applicant"].strip()
        if not typed:
            return None
        found = list(find_organisations(typed, limit=6))
        exact = [one for one in found if typed in {one.code, one.name_ja, one.name_full_ja}]
        if len(exact) == 1 or len(found) == 1:
            return (exact or found)[0]
        if not found:
            raise forms.ValidationError(_("名簿に見つかりません。名称かコードを確かめてください。"))
        names = _("、").join(f"{one}({one.code})" for one in found)
        raise forms.ValidationError(_("いくつか見つかりました。コードで選んでください: %(names)s") % {"names": names})
