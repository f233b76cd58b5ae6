"""Who is asking: a bearer token (one statement), or the session of the screens (with CSRF) for the page of docs."""

from django.conf import settings
from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request

from api.models import ApiToken, digest_of
from casework.models import User

WORDS = (b"bearer", b"token")
BAD_TOKEN = _("This token is not valid or has ended. Ask for a new one at auth/token.")
BAD_LOGIN = _("The user name or the password is wrong.")


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>` (or `Token <token>`)."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() not in WORDS:
            return None
        if len(words) != 2:
            raise AuthenticationFailed(BAD_TOKEN)
        token = ApiToken.objects.filter(digest=digest_of(words[1].decode("latin-1"))).select_related("user").first()
        if token is None or not token.is_valid:
            raise AuthenticationFailed(BAD_TOKEN)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


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
