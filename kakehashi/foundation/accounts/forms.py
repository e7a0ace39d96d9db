"""allauth's forms with labels of our own and without placeholders, which vanish when one begins to type."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("メールアドレス"),
    "email": _("新しいメールアドレス"),
    "password": _("パスワード"),
    "oldpassword": _("今のパスワード"),
    "password1": _("新しいパスワード"),
    "password2": _("新しいパスワード（もう一度）"),
    "code": _("コード"),
    "name": _("見分けるための名前"),
    "passwordless": _("パスワードを使わずにサインインする"),
}


class OwnWords(forms.Form):
    """Put before a form of allauth."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class LoginForm(OwnWords, account.LoginForm):  # type: ignore[misc]  # allauth ships no types
    pass


class ReauthenticateForm(OwnWords, account.ReauthenticateForm):  # type: ignore[misc]  # ditto
    pass


class ChangeEmailForm(OwnWords, account.AddEmailForm):  # type: ignore[misc]  # ditto
    pass


class ChangePasswordForm(OwnWords, account.ChangePasswordForm):  # type: ignore[misc]  # ditto
    pass


class SetPasswordForm(OwnWords, account.SetPasswordForm):  # type: ignore[misc]  # ditto
    pass


class ResetPasswordForm(OwnWords, account.ResetPasswordForm):  # type: ignore[misc]  # ditto
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = LABELS["login"]


class ResetPasswordKeyForm(OwnWords, account.ResetPasswordKeyForm):  # type: ignore[misc]  # ditto
    pass


class CodeForm(OwnWords, mfa.AuthenticateForm):  # type: ignore[misc]  # ditto
    pass


class CodeAgainForm(OwnWords, mfa.ReauthenticateForm):  # type: ignore[misc]  # ditto
    pass


class ActivateTOTPForm(OwnWords, totp.ActivateTOTPForm):  # type: ignore[misc]  # ditto
    pass


class AddPasskeyForm(OwnWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]  # ditto
    """A key is a passkey unless its owner says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "passwordless" in self.fields:
            self.fields["passwordless"].initial = True


class EditPasskeyForm(OwnWords, webauthn.EditWebAuthnForm):  # type: ignore[misc]  # ditto
    pass
