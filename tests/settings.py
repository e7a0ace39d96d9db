"""The settings of the tests: the real ones, faster where it does not change what is proven."""

import os
import tempfile

os.environ.setdefault("KAKEHASHI_DATA", tempfile.mkdtemp(prefix="kakehashi-test-"))
os.environ.setdefault("KAKEHASHI_SECRET_KEY", "only-for-tests")

from config.settings import *  # noqa: F403  # the environment must be set first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405  # ditto
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "!!unknown variable %s!!"  # type: ignore[index]  # noqa: F405  # ditto
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405  # ditto
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405  # ditto
    # A file, so that threads wait for each other as in production; it need not survive power loss.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}  # noqa: F405  # ditto
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"  # noqa: F405  # ditto
INSTALLED_APPS += ["tests.foundation.flow.walks"]  # noqa: F405  # ditto; something that flows
