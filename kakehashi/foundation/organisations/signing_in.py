"""Who a session belongs to: the account and, in the same query, its person."""

from allauth.account.auth_backends import AuthenticationBackend

from kakehashi.foundation.accounts.models import User


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth carries no types
    """allauth's, which brings the person along: every page asks for it."""

    def get_user(self, user_id: int) -> User | None:
        try:
            user = User.objects.select_related("person").get(pk=user_id)
        except User.DoesNotExist:
            return None
        return user if self.user_can_authenticate(user) else None
