"""Everything Parley can be told, read from the environment and nowhere else.

With nothing set this is the embedded edition: SQLite and a generated key under ``var/``, one office, one machine. The
large install sets ``PARLEY_ENV=production`` and the addresses of its servers. docs/deployment.md lists each variable.
"""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from config.celery_settings import broker_options, celery_settings
from config.clock import shift_from
from config.database import database_settings
from config.languages import offered
from config.mail import mail_settings
from config.secret_key import embedded_key, production_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

EDITION: str = env.str("PARLEY_ENV", default="embedded")
if EDITION not in {"embedded", "production"}:
    raise ImproperlyConfigured(f"PARLEY_ENV is {EDITION!r}; set it to 'embedded' or 'production'.")
PRODUCTION = EDITION == "production"
VAR_DIR = Path(env.str("PARLEY_VAR", default=str(BASE_DIR / "var"))).absolute()

# --- Where people reach it. Links in mails need the address before any request has come in. ---
BASE_URL: str = env.str("PARLEY_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
_base = environ.urlparse(BASE_URL)
if _base.scheme not in {"http", "https"} or not _base.hostname:
    raise ImproperlyConfigured(
        f"PARLEY_BASE_URL is {BASE_URL!r}; give a whole address such as https://parley.example.org."
    )
HTTPS = _base.scheme == "https"
if PRODUCTION and not HTTPS:
    raise ImproperlyConfigured("PARLEY_BASE_URL must start with https:// when PARLEY_ENV is production.")
_host = f"[{_base.hostname}]" if ":" in _base.hostname else _base.hostname
ALLOWED_HOSTS: list[str] = [_host, *env.list("PARLEY_ALLOWED_HOSTS", default=[])]
if not PRODUCTION:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

DEBUG: bool = env.bool("DEBUG", default=False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG cannot be on when PARLEY_ENV is production; unset it.")
SECRET_KEY = (
    production_key(env.str("SECRET_KEY", default=""))
    if PRODUCTION
    else embedded_key(env.str("SECRET_KEY", default=""), VAR_DIR)
)
# Former keys still read what they signed, so a key can be changed without signing everybody out.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
# What changes are sealed with (the first) or were sealed with: kept as long as the record is.
AUDIT_KEYS: list[str] = env.list("PARLEY_AUDIT_KEYS", default=[]) or [SECRET_KEY, *SECRET_KEY_FALLBACKS]

# The demonstration's clock: how far our time stands from the real one. Zero but for the demonstration.
CLOCK_SHIFT = shift_from(env.str("PARLEY_CLOCK", default=""), env.str("PARLEY_CLOCK_SET_AT", default=""))

# The folder in which the demonstration's mail server keeps each mail; the dashboard shows them only then.
MAILBOX_DIR = Path(_mailbox) if (_mailbox := env.str("PARLEY_MAILBOX", default="")) else None

INSTALLED_APPS = [
    "negotiations.apps.NegotiationsConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
]
MIDDLEWARE = [
    "config.middleware.request_id.RequestIdMiddleware",
    "config.middleware.headers.HeadersMiddleware",
    "config.middleware.compressed.CompressedPagesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.probes.ProbesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.session_age.SessionAgeMiddleware",
    "config.middleware.language.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.broken_glass.BrokenGlassMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "negotiations.dashboard.day_kept.DayKeptMiddleware",
    "negotiations.api.rate_limits.RateLimitHeaders",
    "negotiations.api.ending.EndingHeaders",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "negotiations.dashboard.shell.shell",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "jinja2"],
        "OPTIONS": {"environment": "negotiations.dashboard.drawing.environment"},
    },
]

# --- Rows ---
DATABASES = {
    "default": database_settings(
        env.str("DATABASE_URL", default=""), VAR_DIR / "parley.sqlite3", env.int("PARLEY_DB_POOL", default=10)
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache: throttles, sign-in limits. It may evict, so the large install gives it a server of its own. ---
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://parley")}
# Whether every process sees what another put there: only then may it vouch for a token.
SHARED_CACHE = "Redis" in CACHES["default"]["BACKEND"]

# --- People ---
AUTH_USER_MODEL = "negotiations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [{"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}}]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "config.accounts.ClosedAccountAdapter"
SOCIALACCOUNT_ADAPTER = "config.accounts.KnownPeopleAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "add_email": "config.account_forms.FurtherAddressForm",
    "change_password": "config.account_forms.AnotherPasswordForm",
    "login": "config.account_forms.SignInForm",
    "reauthenticate": "config.account_forms.AgainForm",
    "reset_password": "config.account_forms.ForgottenForm",
    "reset_password_from_key": "config.account_forms.ForgottenPasswordForm",
    "set_password": "config.account_forms.FirstPasswordForm",
}
ACCOUNT_SESSION_REMEMBER = False  # the limits below end a session, whatever a box says
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator gives the address; nobody signs themselves up
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers allow passkeys on http://localhost
MFA_TOTP_ISSUER = "Parley"
USERSESSIONS_TRACK_ACTIVITY = False  # one more write a request; the sign-in moment is enough to tell sessions apart
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # the office's own identity provider vouches for its addresses
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {"openid_connect": {"APPS": []}}
if env.str("OIDC_SERVER_URL", default=""):
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"].append(
        {
            "provider_id": "office",
            "name": env.str("OIDC_NAME", default="Office sign-in"),
            "client_id": env.str("OIDC_CLIENT_ID"),
            "secret": env.str("OIDC_CLIENT_SECRET"),
            "settings": {"server_url": env.str("OIDC_SERVER_URL"), "oauth_pkce_enabled": True},
        }
    )

# --- Sessions live on the server: ending one is deleting its row. ---
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 30 * 60  # seconds without a request
SESSION_LONGEST = 12 * 60 * 60  # seconds from signing in, whatever happens
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# --- Headers (the policy itself is in config/middleware/headers.py) ---
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]  # a monitor beside the process speaks plain HTTP
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- Words, days and hours ---
LANGUAGE_CODE = "en"
_further = env.str("PARLEY_LOCALE", default="")  # a folder with catalogues of further languages
LOCALE_PATHS = [BASE_DIR / "locale", *([Path(_further)] if _further else [])]
LANGUAGES = offered(*LOCALE_PATHS[1:])
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static" if PRODUCTION else None
WHITENOISE_USE_FINDERS = not PRODUCTION  # the embedded edition needs no collectstatic
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- Mail: with no server named, mails are printed instead of being lost unseen. ---
vars().update(mail_settings(env.str("EMAIL_URL", default="consolemail://")))
EMAIL_TIMEOUT = 30  # seconds; a mail server that stalls must not hold a worker
_domain = _base.hostname if any(sign.isalpha() for sign in _base.hostname) else "localhost"
DEFAULT_FROM_EMAIL: str = env.str("PARLEY_MAIL_FROM", default="") or f"Parley <parley@{_domain}>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "negotiations.api.authentication.TokenLogin",
        "negotiations.api.authentication.SessionLogin",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "negotiations.api.authentication.WithinScopes",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["negotiations.api.rate_limits.CallerRate"],
    "DEFAULT_RENDERER_CLASSES": ["negotiations.api.rendering.StructRenderer"],
    "DEFAULT_PARSER_CLASSES": ["negotiations.api.parsing.StrictJson"],
    "DEFAULT_SCHEMA_CLASS": "negotiations.api.schema.RecordSchema",
    "DEFAULT_METADATA_CLASS": None,  # OPTIONS tells nothing that the schema does not
    "EXCEPTION_HANDLER": "negotiations.api.problems.answer_problem",
    "URL_FORMAT_OVERRIDE": None,  # an unknown parameter is refused, not taken for a format
}
# Requests a minute that one person or token may make to the API, and files among them; 0 for any number.
API_RATE: int = env.int("PARLEY_API_RATE", default=600)
EXPORT_RATE: int = env.int("PARLEY_EXPORT_RATE", default=30)
# Whether webhooks may go to this machine, and without HTTPS: for whoever develops a receiver.
WEBHOOK_LOOPBACK: bool = env.bool("PARLEY_WEBHOOK_LOOPBACK", default=False)
WEBHOOK_SECONDS: float = env.float("PARLEY_WEBHOOK_SECONDS", default=5.0)  # how often webhooks are looked after
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Parley",
    "VERSION": "0.1.0",
    "OAS_VERSION": "3.1.1",
    "POSTPROCESSING_HOOKS": ["negotiations.api.schema.add_components"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
}

# --- Work outside the request (config/celery_settings.py says how it is done) ---
ALERT_TICK_SECONDS: float = env.float("PARLEY_TICK_SECONDS", default=10.0)  # how often due alerts are looked up
ALERT_DELIVERIES: int = env.int("PARLEY_DELIVERIES", default=2)  # how many workers may deliver at once
# Where the head of the audit chain is kept, one line a day: best on another machine than the database.
AUDIT_HEADS = Path(env.str("PARLEY_AUDIT_HEADS", default=str(VAR_DIR / "audit-heads.jsonl")))
CELERY_BROKER_URL: str = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_TRANSPORT_OPTIONS = broker_options(env.str("PARLEY_BROKER_PREFIX", default="neg:"))
vars().update(celery_settings(ALERT_TICK_SECONDS, WEBHOOK_SECONDS))

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.json_lines.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.str("PARLEY_LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        # Two lines for every tick would bury the rest; what fails is logged above this level.
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "django.server": {"handlers": [], "propagate": True},
    },
}
