"""Settings of one installation.

Everything that differs between installations comes from the environment (names below, all starting with
``KAKEHASHI_`` except ``DATABASE_URL``); without any of it the single-box edition runs from ``var/``.
"""

import datetime as dt
import json
import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from config.demonstration import demonstration_shift
from config.providers import providers

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("KAKEHASHI_DATA", BASE_DIR / "var")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def _secret_key() -> str:
    """The key of the environment, else one made once and kept, readable by its owner only, in the data folder."""
    if key := os.environ.get("KAKEHASHI_SECRET_KEY"):
        return key
    path = DATA_DIR / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(get_random_secret_key())
    return path.read_text().strip()


SECRET_KEY = _secret_key()
DEBUG = _flag("KAKEHASHI_DEBUG")
DEMONSTRATION = _flag("KAKEHASHI_DEMONSTRATION")
# A demonstration lives in FY2012: its first start is taken for the morning of 9 July 2012, and time goes on from there.
CLOCK_SHIFT = demonstration_shift(DATA_DIR / "demonstration_clock") if DEMONSTRATION else dt.timedelta(0)
ALLOWED_HOSTS = os.environ.get("KAKEHASHI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
SITE_URL = os.environ.get("KAKEHASHI_SITE_URL", "http://localhost:8000").rstrip("/")
SECURE = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "django_tasks",
    "kakehashi.foundation.accounts",  # before allauth, whose pages and words it replaces
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "kakehashi.foundation.ui",
    "kakehashi.foundation.organisations",
    "kakehashi.foundation.access",
    "kakehashi.foundation.audit",
    "kakehashi.foundation.flow",
    "kakehashi.foundation.forms",
    "kakehashi.foundation.documents",
    "kakehashi.foundation.tasks",
    "kakehashi.foundation.notices",
    "kakehashi.foundation.translation",
    "kakehashi.foundation.catalogue",
    "kakehashi.foundation.search",
    "kakehashi.engines.cases",
    "kakehashi.engines.calls",
    "kakehashi.services.disaster",
    "kakehashi.services.jet",
    "kakehashi.portal",
    "kakehashi.foundation.ui.apps.WidgetTemplatesConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kakehashi.portal.middleware.RefuseNulMiddleware",
    "kakehashi.portal.emergency.EmergencyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kakehashi.foundation.accounts.resume.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kakehashi.foundation.accounts.activity.ActivityMiddleware",
    "kakehashi.foundation.organisations.middleware.PersonMiddleware",
]

ROOT_URLCONF = "config.urls"
# What keeps the records, for the one app below it that writes too (kakehashi.foundation.access.gate).
GATE = "kakehashi.foundation.audit.gate.act"
ONCE = "kakehashi.foundation.audit.once.once"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "kakehashi.foundation.ui.renderer.UiRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kakehashi.foundation.ui.context.site",
                "kakehashi.portal.context.navigation",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "kakehashi.foundation.ui.templatetags.ui",
            ],
        },
    }
]

# --- Database: one file, or any server by DATABASE_URL ---------------------------------------------------------------
DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{DATA_DIR / 'kakehashi.sqlite3'}", conn_max_age=None, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Ours lets the writers of one process in by the order of their coming. IMMEDIATE: a writer waits instead of failing
    # half-way; FULL: an acknowledged commit survives power loss.
    DATABASES["default"]["ENGINE"] = "kakehashi.kernel.sqlite3"
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 30,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        " PRAGMA cache_size=-32000;",
    }
# Archives of the last nights that are kept in the data folder; 0: none is taken. A server has backups of its own.
BACKUPS_KEPT = int(
    os.environ.get("KAKEHASHI_BACKUPS", "7" if DATABASES["default"]["ENGINE"].endswith("sqlite3") else "0")
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# --- People and sign-in -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["kakehashi.foundation.organisations.signing_in.PersonBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "portal:front"
ACCOUNT_ADAPTER = "kakehashi.foundation.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# A whole municipality often has one address, so addresses are allowed more than accounts.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/10m/ip,5/10m/key",
    "reset_password": "30/10m/ip,3/10m/key",
    "reset_password_from_key": "30/10m/ip",
    "reauthenticate": "10/10m/user",
    "change_password": "5/10m/user",
    "manage_email": "10/10m/user",
    "keep_form": "30/10m/ip",
    "cases_ask": "20/h/ip",
    "cases_approve": "60/10m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _flag("KAKEHASHI_BEHIND_PROXY") else 0
CSRF_FAILURE_VIEW = "kakehashi.foundation.accounts.resume.csrf_failure"
ACCOUNT_FORMS = {
    name: f"kakehashi.foundation.accounts.forms.{form}"
    for name, form in {
        "login": "LoginForm",
        "reauthenticate": "ReauthenticateForm",
        "add_email": "ChangeEmailForm",
        "change_password": "ChangePasswordForm",
        "set_password": "SetPasswordForm",
        "reset_password": "ResetPasswordForm",
        "reset_password_from_key": "ResetPasswordKeyForm",
    }.items()
}
MFA_FORMS = {
    name: f"kakehashi.foundation.accounts.forms.{form}"
    for name, form in {
        "authenticate": "CodeForm",
        "reauthenticate": "CodeAgainForm",
        "activate_totp": "ActivateTOTPForm",
        "add_webauthn": "AddPasskeyForm",
        "edit_webauthn": "EditPasskeyForm",
    }.items()
}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "kakehashi.foundation.accounts.adapter.MFAAdapter"
MFA_TOTP_ISSUER = "Kakehashi"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
USERSESSIONS_TRACK_ACTIVITY = True
SOCIALACCOUNT_ADAPTER = "kakehashi.foundation.accounts.adapter.SocialAccountAdapter"
# Off unless set; a service of one's own may confirm who somebody is, for accounts that were invited under that address:
#   OpenID Connect: KAKEHASHI_OIDC_URL (issuer), KAKEHASHI_OIDC_CLIENT_ID, KAKEHASHI_OIDC_SECRET, KAKEHASHI_OIDC_NAME
#   SAML: KAKEHASHI_SAML_METADATA_URL, KAKEHASHI_SAML_ENTITY_ID, KAKEHASHI_SAML_NAME,
#         KAKEHASHI_SAML_EMAIL_ATTRIBUTE, KAKEHASHI_SAML_ID_ATTRIBUTE
SOCIALACCOUNT_PROVIDERS, SIGN_IN_ORIGINS = providers(os.environ)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True

# --- What a browser may do with a page --------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _flag("KAKEHASHI_BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *SIGN_IN_ORIGINS],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_PERMISSIONS = 0o600

# --- Language and time ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("日本語")), ("en", _("English")), ("ar", _("العربية"))]
STAFF_LANGUAGES = ["ja", "en"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Tokyo"

# --- Files ------------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Mail and background work -----------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = os.environ.get("KAKEHASHI_MAIL_FROM", "kakehashi@localhost")
EMAIL_HOST = os.environ.get("KAKEHASHI_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("KAKEHASHI_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("KAKEHASHI_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("KAKEHASHI_SMTP_PASSWORD", "")
EMAIL_USE_TLS = _flag("KAKEHASHI_SMTP_TLS")
EMAIL_TIMEOUT = 20
# Without a mail server the mails of a trial installation are written to files that can be read.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
# Where replies by mail arrive (kakehashi@example.jp; mail to kakehashi+…@example.jp must arrive there too).
# Empty: mails send their readers to the page.
# They come by `manage.py receive_mail`, by the folder, or out of an IMAP mailbox.
REPLY_ADDRESS = os.environ.get("KAKEHASHI_REPLY_ADDRESS", DEFAULT_FROM_EMAIL if DEMONSTRATION else "")
MAIL_IN_FOLDER = DATA_DIR / "mail-in"
IMAP_HOST = os.environ.get("KAKEHASHI_IMAP_HOST", "")
IMAP_PORT = int(os.environ.get("KAKEHASHI_IMAP_PORT", "993"))
IMAP_USER = os.environ.get("KAKEHASHI_IMAP_USER", "")
IMAP_PASSWORD = os.environ.get("KAKEHASHI_IMAP_PASSWORD", "")
IMAP_FOLDER = os.environ.get("KAKEHASHI_IMAP_FOLDER", "INBOX")
IMAP_TLS = _flag("KAKEHASHI_IMAP_TLS", True)

# The score (0–100) from which a checker signs a text of やさしい日本語 without giving a reason.
EASY_JAPANESE_LEAST = float(os.environ.get("KAKEHASHI_EASY_JAPANESE", "85"))

# --- Calls: what only the council knows; empty: shown as 未設定 where it matters --------------------------------------
# The form of the numbers of letters, with {year}, {mark} and {number}; empty: 24多文化共生課第12号.
CALLS_LETTER_NUMBER = os.environ.get("KAKEHASHI_LETTER_NUMBER", "")
# What stands for a section in them: its code → its mark; a section without a mark stands with its name.
CALLS_LETTER_MARKS: dict[str, str] = json.loads(os.environ.get("KAKEHASHI_LETTER_MARKS", "{}"))
# The account payments go out of: the columns of `kakehashi.kernel.banking.Payer`.
CALLS_PAYER: dict[str, str] = json.loads(os.environ.get("KAKEHASHI_PAYER", "{}"))

# --- Emergency pages: files for any web server; the folder `current` in here is what stands ---------------------------
DISASTER_PAGES = Path(os.environ.get("KAKEHASHI_PAGES", DATA_DIR / "pages")).resolve()
# Where the public finds them; printed on paper and told to feeds.
DISASTER_PAGES_URL = os.environ.get("KAKEHASHI_PAGES_URL", f"{SITE_URL}/emergency").rstrip("/") + "/"
# PEM files of the private key and the certificate with which CAP messages are signed; empty: they go unsigned.
DISASTER_CAP_KEY = os.environ.get("KAKEHASHI_CAP_KEY", "")
DISASTER_CAP_CERTIFICATE = os.environ.get("KAKEHASHI_CAP_CERTIFICATE", "")
# Hours after which a bulletin ends unless its writer says otherwise; empty: its writer must say.
DISASTER_VALID_HOURS = int(os.environ.get("KAKEHASHI_BULLETIN_HOURS") or 0)
# Drafts of a machine: shown to the public, marked as such, or withheld until somebody has checked them.
DISASTER_SHOW_MACHINE = _flag("KAKEHASHI_SHOW_MACHINE_TEXTS", True)
# Whether what is published in a drill goes to the public folder, marked as a drill, or stays inside.
DISASTER_PUBLIC_DRILLS = _flag("KAKEHASHI_PUBLIC_DRILLS", True)
# Speech: a file that names a program for each language (docs/guides/bulletins.md); empty: nothing speaks.
DISASTER_SPEECH = os.environ.get("KAKEHASHI_SPEECH", "")

TASKS = {"default": {"BACKEND": "kakehashi.foundation.tasks.backend.DatabaseBackend", "QUEUES": ["default", "mail"]}}

# --- Messages of the Meteorological Agency ----------------------------------------------------------------------------
# Addresses of its Atom feeds with spaces between them; empty: not set, nothing is fetched.
JMA_FEEDS: dict[str, list[str]] = {
    "often": os.environ.get("KAKEHASHI_JMA_FEEDS_OFTEN", "").split(),  # asked every minute
    "long": os.environ.get("KAKEHASHI_JMA_FEEDS_LONG", "").split(),  # asked every hour: what was missed
}
# No more bytes a day than this; the agency shuts out who fetches too much.
JMA_BYTES_A_DAY = int(os.environ.get("KAKEHASHI_JMA_BYTES_A_DAY", "500000000"))
# Days after which a message is deleted, unless a bulletin was made of it; 0: never.
JMA_DAYS = int(os.environ.get("KAKEHASHI_JMA_DAYS", "400"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("KAKEHASHI_LOG_LEVEL", "WARNING")},
}
