"""Reads of a sign-in; everybody sees their own only."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings

from kakehashi.foundation.accounts.models import User


@dataclass(frozen=True)
class Security:
    """How somebody signs in. `codes_left` and `connections` are None where there is nothing of the kind."""

    email: str
    has_password: bool
    passkeys: int
    has_totp: bool
    codes_left: int | None
    sessions: int
    connections: int | None


def security_of(user: User) -> Security:
    kinds = list(Authenticator.objects.filter(user=user))
    codes = [one for one in kinds if one.type == Authenticator.Type.RECOVERY_CODES]
    has_services = bool(settings.SOCIALACCOUNT_PROVIDERS)
    return Security(
        email=user.email,
        has_password=user.has_usable_password(),
        passkeys=sum(one.type == Authenticator.Type.WEBAUTHN for one in kinds),
        has_totp=any(one.type == Authenticator.Type.TOTP for one in kinds),
        codes_left=len(codes[0].wrap().get_unused_codes()) if codes else None,
        sessions=UserSession.objects.filter(user=user).count(),
        connections=SocialAccount.objects.filter(user=user).count() if has_services else None,
    )
