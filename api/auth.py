"""Who is asking: a bearer token (one statement), or the session of the screens (with CSRF) for the page of docs."""

from functools import cache

from django.conf import settings
from django.contrib.auth import authenticate
from django.db import connection
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request

from api.models import ApiToken, digest_of
from casework.models import User

WORDS = (b"bearer", b"token")
BAD_TOKEN = _("This token is not valid or has ended. Ask for a new one at auth/token.")
BAD_LOGIN = _(
    "The user name or the password is wrong. Type both again, or ask the system administrator for a new password."
)


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>` (or `Token <token>`)."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() not in WORDS:
            return None
        if len(words) != 2:
            raise AuthenticationFailed(BAD_TOKEN)
        token = find(digest_of(words[1].decode("latin-1")))
        if token is None or not token.is_valid:
            raise AuthenticationFailed(BAD_TOKEN)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def find(digest: bytes) -> ApiToken | None:
    """The token with its person. One fixed statement, because every request of a program begins with it."""
    sql, names, kept = _statement()
    with connection.cursor() as cursor:
        cursor.execute(sql, [digest])
        row = cursor.fetchone()
    if row is None:
        return None
    token = ApiToken.from_db("default", kept, row[: len(kept)])
    token.user = User.from_db("default", names, row[len(kept) :])
    return token


@cache
def _statement() -> tuple[str, list[str], list[str]]:
    """The statement, and the attributes its columns fill: of the person and of the token."""
    people, tokens = (
        [field for field in model._meta.concrete_fields if field.name != "digest"] for model in (User, ApiToken)
    )
    columns = [f't."{field.column}"' for field in tokens] + [f'u."{field.column}"' for field in people]
    tables = f'"{ApiToken._meta.db_table}" t JOIN "{User._meta.db_table}" u ON u.id = t.user_id'
    sql = f"SELECT {', '.join(columns)} FROM {tables} WHERE t.digest = %s"  # noqa: S608 - names of our own models
    return sql, [field.attname for field in people], [field.attname for field in tokens]


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "api.auth.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token from POST auth/token."}


def sign_in(request: Request, username: str, password: str) -> User:
    """The person, or AuthenticationFailed; after too many wrong tries Throttled, counted as on the login page."""
    plain = request._request
    user = authenticate(plain, username=username, password=password)
    if getattr(plain, "axes_locked_out", False):
        plain.axes_locked_out = False  # type: ignore[attr-defined]  # or its middleware answers with a page
        raise Throttled(wait=settings.AXES_COOLOFF_TIME.total_seconds())
    if user is None:
        raise AuthenticationFailed(BAD_LOGIN)
    return user  # type: ignore[return-value]
