"""Settings: embedded SQLite by default, PostgreSQL by DATABASE_URL."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from council.environment import OWN_HOSTS, Environment, database_server
from council.file_keys import file_keys
from council.logs import logging_config

ENVIRONMENT = Environment.of_this_process()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("SARAPSHY_VAR", BASE_DIR / "var"))
DATABASE_URL = ENVIRONMENT.database_url


def release() -> str:
    """Return what tells this state of the code from any other: its newest file."""
    folders = ("kpi", "commissions", "experts", "council", "templates", "static")
    files = (path for name in folders for path in (BASE_DIR / name).rglob("*.*"))
    newest = max(path.stat().st_mtime_ns for path in files if path.suffix != ".pyc")
    return str(newest)


SECRET_KEY = ENVIRONMENT.secret_key(VAR_DIR)
SECRET_KEY_FALLBACKS = ENVIRONMENT.listed("SECRET_KEY_FALLBACKS")
RELEASE = ENVIRONMENT.text("RELEASE") or release()
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.listed("ALLOWED_HOSTS", OWN_HOSTS)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_linear_migrations",
    "simple_history",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "kpi",
    "commissions",
    "experts",
    "council",
]

MIDDLEWARE = [
    "council.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "council.middleware.MethodsMiddleware",
    "council.auth.SafeQueryMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "council.upload_limits.RequestSizeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "council.auth.SignInRequiredMiddleware",
    "council.auth.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "council.middleware.PaperMiddleware",
]

ROOT_URLCONF = "council.urls"
WSGI_APPLICATION = "council.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["council.templatetags.sarapshy"],
        },
    }
]

# Opening a database for each request would cost more than the request.
CONNECTION = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DATABASES = {
    "default": database_server(DATABASE_URL, ENVIRONMENT.pool_size, CONNECTION)
    if DATABASE_URL
    else {
        **CONNECTION,
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR_DIR / "sarapshy.sqlite3",
        "TEST": {"NAME": VAR_DIR / "test.sqlite3"},
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Far more than all limits of sign-in count at once: what the cache drops to
        # make room, an attacker could guess anew.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    },
    # Pages under names that are never stale, so each process may keep its own.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}

AUTH_USER_MODEL = "council.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
ACCOUNT_ADAPTER = "council.auth.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "register"
ACCOUNT_USER_DISPLAY = str
# A session ends with the browser, and after SESSION_COOKIE_AGE at the latest.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# How many tries in how long: of an address, of what is tried (key), of an account.
ACCOUNT_RATE_LIMITS = {
    "login": "30/5m/ip",
    "login_failed": "5/5m/key",
    "reauthenticate": "5/5m/user",
    "change_password": "5/5m/user",
    "reset_password": "20/h/ip,3/h/key",
    "reset_password_from_key": "20/5m/ip",
    "upload": "120/10m/user",
}
# So many proxies of ours add to X-Forwarded-For; without one nobody is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXY_COUNT", "0"))
MFA_ADAPTER = "council.auth.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Sarapshy"
MFA_TOTP_TOLERANCE = 1
SECOND_FACTOR_REQUIRED = ENVIRONMENT.second_factor_required

# How often one reader may ask for what is costly (council/limits.py); in a minute, far
# more than anybody does by hand.
RATE_LIMITS = {
    "search": "120/m/key",
    "json": "120/m/key",
    "export": "60/m/key",
    "pdf": "60/m/key",
}

LANGUAGE_NAMES = {"kk": _("Kazakh"), "ru": _("Russian"), "en": _("English")}
LANGUAGES = [(code, LANGUAGE_NAMES[code]) for code in ENVIRONMENT.languages]
LANGUAGE_CODE = LANGUAGES[0][0]
LOCALE_PATHS = [BASE_DIR / "council" / "locale"]
FORMAT_MODULE_PATH = ["council.formats"]
TIME_ZONE = "Asia/Almaty"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(ENVIRONMENT.text("STATIC_ROOT", str(VAR_DIR / "static")))
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {
        "BACKEND": "council.storage.EncryptedStorage",
        "OPTIONS": {"backend": {"BACKEND": "council.storage.AtomicFileStorage"}},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_KEYS = file_keys(VAR_DIR, may_make_one=not ENVIRONMENT.is_production)
FILE_UPLOAD_HANDLERS = ["council.upload_limits.LimitedUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
WHITENOISE_ALLOW_ALL_ORIGINS = False
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# Proxies in front whose X-Forwarded-For and X-Forwarded-Proto can be believed.
TRUSTED_PROXY_COUNT = int(ENVIRONMENT.text("TRUSTED_PROXY_COUNT", "0"))
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
BEHIND_TLS = ENVIRONMENT.is_behind_tls
if BEHIND_TLS:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]  # asked from inside, by http
    SECURE_HSTS_SECONDS = int(ENVIRONMENT.text("HSTS_SECONDS", "31536000"))
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = ENVIRONMENT.flag("HSTS_PRELOAD", default=True)

# Without a mail server the letters lie in var/mail, where they can be read.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS") == "1"
EMAIL_BACKEND = "django.core.mail.backends.{}.EmailBackend".format(
    "smtp" if EMAIL_HOST else "filebased"
)
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "sarapshy@localhost")
SITE_URL = ENVIRONMENT.site_url

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# A statement that takes so many milliseconds leaves a line in the log; 0: none does.
SLOW_QUERY_MS = int(ENVIRONMENT.text("SLOW_QUERY_MS", "500"))
ERRORS_TO = ENVIRONMENT.text("ERRORS_TO")
LOGGING = logging_config(
    requests=ENVIRONMENT.logs_requests, mails_errors=bool(ERRORS_TO)
)
DEFAULT_EXCEPTION_REPORTER_FILTER = "council.logs.NothingReported"
