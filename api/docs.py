"""The OpenAPI document: the problems every operation may answer with, examples, and the page that shows it."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import TemplateHTMLRenderer

from api.errors import CODES, PROBLEM

EXAMPLE = {
    "type": "about:blank",
    "title": "Not possible now",
    "status": 409,
    "detail": "“Accept” is not possible while the case is “Replied”.",
    "code": "closed",
    "errors": {},
}
KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER,
    description="1–200 printable characters. The same key and body again is answered 200 with Idempotent-Replay: true.",
)  # fmt: skip
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The ETag of the ticket you were looking at; like `seen`."
)
CALL_EXAMPLE = OpenApiExample(
    "A call",
    request_only=True,
    value={
        "type": "rights",
        "data": {
            "phone": "13800002046", "caller": "self", "place": "320104001001", "category": "0106", "nature": "help",
            "channel": "hotline", "story": "…", "violence_now": "no", "weapon_or_injury": "no", "threat_to_life": "no",
            "dependants": "no", "police_before": "no",
        },
    },
)  # fmt: skip
MOVE_EXAMPLE = OpenApiExample("Claim", request_only=True, value={"seen": 1, "data": {}})
ALWAYS = ("400", "401", "403", "404", "405", "429", "500", "503")
WITH_BODY = ("409", "412", "413", "415")


def add_problems(result: dict[str, Any], generator: Any, request: Any, public: Any) -> dict[str, Any]:
    """Give every operation its error answers, so that no view has to list them."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    words = {"type": "string"}
    schemas["Problem"] = {
        "type": "object",
        "description": "RFC 9457. Codes: " + ", ".join(CODES),
        "properties": {
            **dict.fromkeys(("type", "title", "detail"), words),
            "code": {"type": "string", "enum": list(CODES)},
            "status": {"type": "integer"},
            "errors": {"type": "object", "additionalProperties": {"type": "array", "items": words}},
        },
        "required": ["type", "title", "status", "detail", "code", "errors"],
    }
    content = {
        PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {"closed": {"value": EXAMPLE}}}
    }
    for path in result["paths"].values():
        for method, operation in path.items():
            for status in (*ALWAYS, *(WITH_BODY if method == "post" else ())):
                titles = dict.fromkeys(code for code, (number, _title) in CODES.items() if str(number) == status)
                operation["responses"].setdefault(status, {"description": ", ".join(titles), "content": content})
    return result


@extend_schema(exclude=True)
class Schema(SpectacularJSONAPIView):
    """`GET schema`: OpenAPI 3."""

    permission_classes = (IsAuthenticated,)


@extend_schema(exclude=True)
class Docs(SpectacularSwaggerSplitView):
    """`GET docs`: the document as a page, its script a file of its own (our CSP allows no other)."""

    permission_classes = (IsAuthenticated,)
    renderer_classes = (TemplateHTMLRenderer,)
    template_name = "api/docs.html"
