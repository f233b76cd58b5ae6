"""JSON in and out, and the language: what holds for every request, whatever the view."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.renderers import JSONRenderer as PlainJSONRenderer
from rest_framework.request import Request

from casework.errors import Refused

LARGEST = 1024 * 1024  # bytes of a body
DEEPEST = 12


class TooLarge(APIException):
    status_code = 413
    default_code = "too_large"


class Negotiation(BaseContentNegotiation):
    """Always JSON, whatever Accept says. Runs first in every view, so the language of the answer is chosen here too:
    unlike a page, a program that sends Accept-Language means it. Chinese if it asks for nothing we have."""

    def select_parser(self, request: Request, parsers: list[BaseParser]) -> BaseParser | None:
        kind = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == kind), None)

    def select_renderer(
        self, request: Request, renderers: list[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        speak(request._request)
        return renderers[0], str(renderers[0].media_type)


def speak(request: Any) -> None:
    """Use the language that the request asks for."""
    code = translation.get_language_from_request(request) if "Accept-Language" in request.headers else "zh-hans"
    translation.activate(code)
    request.LANGUAGE_CODE = code


class JSONRenderer(PlainJSONRenderer):
    """JSON that says in which language its sentences are."""

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> bytes:
        response = (renderer_context or {}).get("response")
        if response is not None:
            response.headers["Content-Language"] = translation.get_language() or "zh-hans"
        return super().render(data, accepted_media_type, renderer_context)  # type: ignore[no-any-return]


class JSONParser(BaseParser):
    """One JSON object of at most LARGEST bytes. Text that no database column can hold is refused with its field."""

    media_type = "application/json"
    parse_float: Any = float

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> dict[str, Any]:
        body = stream.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise TooLarge(_("The body is larger than %(most)s bytes.") % {"most": LARGEST})
        try:
            found = json.loads(body.decode("utf-8"), parse_constant=_no_constant, parse_float=self.parse_float)
        except (ValueError, RecursionError, ArithmeticError):
            raise ParseError(_("The body is not JSON in UTF-8.")) from None
        if not isinstance(found, dict):
            raise ParseError(_("The body is JSON, but no object: write {…}."))
        for path, text in texts(found):
            if not storable(text):
                message = _("This text contains characters that cannot be stored (NUL or half of a surrogate pair).")
                raise Refused("invalid", message, {path: [message]})
        return found


class ExactJSONParser(JSONParser):
    """Numbers with a point as Decimal: for the calculator."""

    parse_float = Decimal


def _no_constant(word: str) -> Any:
    raise ValueError(word)


def storable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text)


def texts(value: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Every text of a document, names included, with its path (`data.story`). ParseError if nested too deeply."""
    if depth > DEEPEST:
        raise ParseError(_("The body is nested too deeply."))
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            clean = name.encode("utf-8", "replace").decode().replace("\0", "?")
            yield clean, name
            yield from texts(inner, f"{path}.{clean}" if path else clean, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, path, depth + 1)
