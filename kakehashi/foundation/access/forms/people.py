"""Forms about people, their terms and roles, and invitations."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.choices import Role
from kakehashi.foundation.access.forms.fields import LineField, check_order
from kakehashi.foundation.access.operations.people import NewPerson
from kakehashi.foundation.access.operations.roles import end_of_fiscal_year
from kakehashi.foundation.accounts.models import User
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.moments import DayField
from kakehashi.kernel import clock


class SeenForm(forms.Form):
    """Carries what the thing said when the page was opened (`operations.seen_of`)."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)

    def clean_seen(self) -> str | None:
        """``None`` for who did not come from the page."""
        return self.cleaned_data["seen"] or None


class ProfileForm(SeenForm):
    """One's own name, telephone and language."""

    name_ja = LineField(label=_("氏名"), max_length=80)
    name_kana = LineField(label=_("ふりがな"), max_length=120, required=False)
    name_en = LineField(label=_("英語表記"), max_length=120, required=False)
    phone = LineField(label=_("電話番号"), max_length=40, required=False)
    language = forms.ChoiceField(
        label=_("画面と通知の言語"),
        choices=[(code, name) for code, name in settings.LANGUAGES if code in settings.STAFF_LANGUAGES],
    )


class PersonForm(forms.Form):
    """Somebody new, or known by the address."""

    name_ja = LineField(label=_("氏名"), max_length=80)
    name_kana = LineField(label=_("ふりがな"), max_length=120, required=False)
    name_en = LineField(label=_("英語表記"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("メールアドレス"),
        required=False,
        help_text=_("同じメールアドレスの人がすでに名簿にいるときは、その人を使います。"),
    )

    def person(self) -> NewPerson:
        return NewPerson(**{name: self.cleaned_data[name] for name in ("name_ja", "name_kana", "name_en", "email")})


class TermForm(PersonForm):
    """… and what they do at an organisation."""

    section = LineField(label=_("所属"), max_length=120, required=False)
    title = LineField(label=_("職名"), max_length=120, required=False)
    starts_on = DayField(label=_("開始日"), initial=clock.today)
    ends_on = DayField(label=_("終了日"), required=False, help_text=_("決まっていなければ空けておきます。"))

    def clean(self) -> dict[str, Any]:
        check_order(self)
        return self.cleaned_data

    def term(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("section", "title", "starts_on", "ends_on")}


class SuccessorForm(PersonForm):
    """Who follows, and from when."""

    starts_on = DayField(label=_("後任の開始日"), help_text=_("今の任期は、この日の前の日に終わります。"))


class EndForm(SeenForm):
    """The last day of a role, a term, a relation."""

    ends_on = DayField(label=_("最後の日"), initial=clock.today, help_text=_("この日が終わるまで有効です。"))


class _RoleForm(forms.Form):
    """A role among those the actor may give, for a term that ends on 31 March unless said otherwise."""

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(
            label=_("役割"),
            choices=[(role.code, f"{role.label}：{role.description}") for role in roles],
            widget=forms.RadioSelect,
            initial=roles[0].code if roles else None,
        )
        self.fields["starts_on"] = DayField(label=_("開始日"), initial=clock.today)
        self.fields["ends_on"] = DayField(
            label=_("終了日"),
            initial=lambda: end_of_fiscal_year(clock.today()),
            help_text=_("この日が終わると、役割はひとりでに終わります。ふつうは年度の終わりです。"),
        )

    def clean(self) -> dict[str, Any]:
        check_order(self)
        return self.cleaned_data


class GrantForm(_RoleForm):
    """A role for somebody who is known at the organisation."""

    def __init__(self, *args: Any, people: "QuerySet[Person]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = forms.ModelChoiceField(label=_("人"), queryset=people)
        self.fields["note"] = LineField(label=_("理由"), max_length=200, required=False)
        self.order_fields(["person", "role", "starts_on", "ends_on", "note"])


class InviteForm(_RoleForm):
    """A role offered by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = LineField(label=_("氏名"), max_length=80)
        self.fields["email"] = forms.EmailField(
            label=_("メールアドレス"), help_text=_("招待のメールを送ります。リンクは14日間使えます。")
        )
        self.order_fields(["name", "email", "role", "starts_on", "ends_on"])


class AcceptForm(forms.Form):
    """What somebody new tells: name, reading, and a password of their own."""

    name_ja = LineField(label=_("氏名"), max_length=80)
    name_kana = LineField(label=_("ふりがな"), max_length=120, required=False)
    password1 = forms.CharField(
        label=_("パスワード"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("12文字以上にしてください。"),
    )
    password2 = forms.CharField(
        label=_("パスワード（確認のためもう一度）"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = email

    def clean(self) -> dict[str, Any]:
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", __("二つのパスワードが同じではありません。もう一度入力してください。"))
        elif first:
            try:
                validate_password(first, User(email=self._email))
            except ValidationError as error:
                self.add_error("password1", error)
        return self.cleaned_data
