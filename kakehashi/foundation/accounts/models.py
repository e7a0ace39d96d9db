"""Who can sign in. What a person is and may do stands in `organisations` and `access`."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kakehashi.kernel import clock


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A sign-in whose address is known to be its owner's: the invitation was sent there."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        user.emailaddress_set.create(email=user.email, primary=True, verified=True)  # type: ignore[attr-defined]  # allauth's
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """One sign-in.

    Personal data: e-mail address. Kept until the account is closed, then erased after the retention of the audit.
    """

    email = models.EmailField(_("メールアドレス"), unique=True)
    is_active = models.BooleanField(_("有効"), default=True)
    language = models.CharField(_("言語"), max_length=8, default="ja")
    created_at = models.DateTimeField(_("登録日時"), default=clock.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("アカウント")
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_once")]

    def __str__(self) -> str:
        return self.email
