"""One settings file; every value that differs between machines comes from the environment (see docs/operations.md)."""

import datetime as dt
import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.safety import refuse_unsafe

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str | None = None) -> str:
    """Value of `name`, or the content of the file named by `<name>_FILE`; ImproperlyConfigured if neither is set."""
    if file := os.environ.get(f"{name}_FILE"):
        return Path(file).read_text(encoding="utf8").strip()
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name} (docs/operations.md lists them all).")
    return value


def env_bool(name: str, default: bool) -> bool:
    return env(name, "1" if default else "0").lower() in ("1", "true", "yes", "on")


def env_list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in env(name, default).split(",") if item.strip()]


DATA_DIR = Path(env("SANJI_DATA_DIR", str(BASE_DIR / "var")))
DEMO = env_bool("SANJI_DEMO", False)
DEBUG = env_bool("DEBUG", False)
SECRET_KEY = env("SECRET_KEY")
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
BEHIND_TLS = env_bool("BEHIND_TLS", False)
# How people reach the site from a mail.
SITE_URL = env("SITE_URL", "http://127.0.0.1:8000")

# Keys for sealed data: "kid:base64 of 32 bytes", newest first, comma separated. Never derived from SECRET_KEY.
SEALED_KEYS = env_list("SEALED_KEYS")
INDEX_KEY = env("INDEX_KEY")

SANJI_EXTRA_APPS = env_list("SANJI_EXTRA_APPS")  # apps that bring ticket types of their own
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django_htmx",
    "axes",
    "csp",
    "config.apps.SiteConfig",
    "workflows",
    "casework",
    "notifications",
    "api",
    *SANJI_EXTRA_APPS,
]

MIDDLEWARE = [
    "config.middleware.NoStore",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "casework.middleware.Permissions",
    "casework.middleware.Language",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.middleware.SessionLimits",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "casework.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {
    "default": {
        **dj_database_url.parse(env("DATABASE_URL"), conn_max_age=60, conn_health_checks=True),
        "ATOMIC_REQUESTS": False,
    }
}
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    "-c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=30s "
    "-c max_parallel_workers_per_gather=0"  # no page's statement is long enough to be worth starting workers for
)
REDIS_URL = env("REDIS_URL", "redis://127.0.0.1:6379/0")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
# Before those of the installed apps: the house's own words win over Django's and REST framework's for the same sentence.
LOCALE_PATHS = [BASE_DIR / app / "locale" for app in ("workflows", "casework", "notifications", "api")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "attachments"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Sessions. Idle and absolute limits are kept by config.middleware.SessionLimits, in seconds.
SESSION_IDLE_SECONDS = int(env("SESSION_IDLE_SECONDS", "1800"))
SESSION_ABSOLUTE_SECONDS = int(env("SESSION_ABSOLUTE_SECONDS", "43200"))
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
APPEND_SLASH = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Lock the pair (account, address): an attacker elsewhere cannot lock a colleague out, and one office behind one
# address is not locked as a whole. Behind a proxy say how many proxies there are, else X-Forwarded-For is not read.
PROXY_COUNT = int(env("PROXY_COUNT", "0"))
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = dt.timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "casework.views.session.locked_out"
AXES_HTTP_RESPONSE_CODE = 429
AXES_IPWARE_PROXY_COUNT = PROXY_COUNT
AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR", "REMOTE_ADDR"] if PROXY_COUNT else ["REMOTE_ADDR"]
AXES_SENSITIVE_PARAMETERS = ["username", "password"]
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True

# Transport. BEHIND_TLS says that a proxy in front ends TLS; it must set X-Forwarded-Proto itself.
SECURE_REFERRER_POLICY = "same-origin"  # no-referrer makes browsers send "Origin: null" with forms, which CSRF refuses
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

# The API speaks JSON only, to people and systems that are known (docs/api.md). Requests a minute; 0 = not counted.
API_TOKEN_DAYS = int(env("API_TOKEN_DAYS", "30"))
API_PER_MINUTE = {
    "user": int(env("API_PER_MINUTE_USER", "3000")),
    "address": int(env("API_PER_MINUTE_ADDRESS", "60")),
    "login": int(env("API_PER_MINUTE_LOGIN", "10")),
}
# The party's own view (/my): tries a minute from one address and by all together; days a code lives on after closing [G].
PARTY_CODE_PER_MINUTE = {
    "address": int(env("PARTY_CODE_PER_MINUTE_ADDRESS", "10")),
    "all": int(env("PARTY_CODE_PER_MINUTE_ALL", "300")),
}
PARTY_CODE_DAYS = int(env("PARTY_CODE_DAYS", "180"))
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["api.formats.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.formats.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "api.formats.Negotiation",
    "DEFAULT_THROTTLE_CLASSES": ["api.throttling.PerUser"],
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "api.errors.handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "NUM_PROXIES": PROXY_COUNT,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Sanji",
    "VERSION": "1",
    "DESCRIPTION": "Tickets of the three-level network, through the same gate as the screens.",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "api.docs.add_problems"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "persistAuthorization": False},
    "REDOC_DIST": "SIDECAR",
}

# Mail. Without SMTP_HOST every mail becomes a file in <data dir>/mail.
DEFAULT_FROM_EMAIL = env("MAIL_FROM", "sanji@localhost")
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
if SMTP_HOST := env("SMTP_HOST", ""):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = SMTP_HOST, int(env("SMTP_PORT", "587"))
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env("SMTP_USER", ""), env("SMTP_PASSWORD", "")
    EMAIL_USE_TLS, EMAIL_TIMEOUT = env_bool("SMTP_STARTTLS", True), 15
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

# Celery carries time and nothing else: no results, no ETA, no task arguments but ids. The time limit stays below the
# visibility timeout, so that no running task is delivered a second time.
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_keepalive": True,
}
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "sanji"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
# The word of the unit in numbers of papers: 秦妇信〔2026〕12号 (GB/T 9704-2012).
PAPER_CODE = env("PAPER_CODE", "秦妇")
PAPER_MEDIATION_CODE = env("PAPER_MEDIATION_CODE", "秦婚调")  # （2026）秦婚调字第12号
# How an organ's name ends on its papers, after the names of its places.
PAPER_ORGAN = env("PAPER_ORGAN", "妇女联合会")
PAPER_COMMITTEE = env("PAPER_COMMITTEE", "婚姻家庭纠纷人民调解委员会")

SWEEP_SECONDS = int(env("SWEEP_SECONDS", "5"))
# A beat that finds no worker piles nothing up: each message dies with the next one's birth.
CELERY_BEAT_SCHEDULE = {
    name: {"task": task, "schedule": SWEEP_SECONDS, "options": {"expires": SWEEP_SECONDS}}
    for name, task in (("sweep", "casework.tasks.sweep"), ("deliver", "notifications.tasks.deliver"))
}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")

# Logs carry ids: no SQL parameters, no request bodies, no names.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(process)d %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.db.backends": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "axes": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
    },
}

refuse_unsafe(
    demo=DEMO, behind_tls=BEHIND_TLS, debug=DEBUG, secret_key=SECRET_KEY, index_key=INDEX_KEY, sealed=SEALED_KEYS
)
