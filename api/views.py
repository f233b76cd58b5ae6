"""The routes below /api/v1. Each asks access or the gate and shows the answer; no rule lives here."""

from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import auth, bodies, docs, incoming, models, shapes, throttling
from api.formats import ExactJSONParser
from casework import access, gate
from casework.errors import Refused
from casework.queries.board import board
from casework.queries.listing import FILTERS, MOST, ORDERS, PAGE, listing
from workflows.due_lines import answer
from workflows.registry import registry
from workflows.roles import Actor

EVENTS_MOST = 200
VARY = "Accept-Language, Authorization, Cookie"


class View(APIView):
    """A view that knows its actor (asked for once) and whose answers depend on who asks in which language."""

    @cached_property
    def actor(self) -> Actor:
        return access.actor_of(self.request.user)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        final = super().finalize_response(request, response, *args, **kwargs)
        final["Vary"] = VARY
        return final

    def checked(self, shape: type[Any]) -> dict[str, Any]:
        """The body in the given shape; a field it does not know is refused."""
        found = shape(data=self.request.data)
        for name in self.request.data:
            if name not in found.fields:
                message = _("There is no field “%(name)s” here. Fields: %(allowed)s.")
                raise incoming.wrong(name, message % {"name": name, "allowed": ", ".join(found.fields)})
        found.is_valid(raise_exception=True)
        checked: dict[str, Any] = found.validated_data
        return checked


class TokenView(View):
    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (throttling.PerAddress, throttling.PerLogin)

    @extend_schema(
        operation_id="token", auth=[], request=shapes.TokenAskShape, responses={201: shapes.TokenShape}, tags=["auth"]
    )
    def post(self, request: Request) -> Response:
        """A token for a user name and password. It is shown once. Wrong tries count as on the login page."""
        asked = self.checked(shapes.TokenAskShape)
        user = auth.sign_in(request, asked["username"], asked["password"])
        token, ends = models.issue(user, label=asked.get("label", ""))
        return Response({"token": token, "expires_at": bodies.moment(ends)}, status=201)

    def get_authenticate_header(self, request: Request) -> str:
        return "Bearer"


class TypesView(View):
    @extend_schema(operation_id="types", responses=shapes.TypesShape, tags=["types"])
    def get(self, request: Request) -> Response:
        """The kinds of tickets."""
        incoming.only(request)
        return Response({"results": [bodies.type_line(kind) for kind in registry]})


class TypeView(View):
    @extend_schema(operation_id="type", responses=shapes.TypeShape, tags=["types"])
    def get(self, request: Request, slug: str) -> Response:
        """One kind: states, moves with their forms, intake form, deadlines with their articles."""
        incoming.only(request)
        kind = registry.get(slug)
        if kind is None:
            raise Refused("not_found", _("There is no such kind of case."))
        return Response(bodies.type_whole(kind))


def _filters() -> list[OpenApiParameter]:
    texts = {
        "unit": "Division code: this unit and everything inside it.",
        "assignee": "me, none or the number of a person.",
        "category": "Codes, separated by commas; two digits mean an area.",
        "overdue": "true: open, and the next due instant has come.",
        "q": "A number, a phone, a name, a place or a category.",
        "due_before": "Open and due before this instant.",
        "updated_since": "Changed at this instant or later.",
    }
    shape: dict[str, Any] = {"open": bool, "overdue": bool}
    found = [OpenApiParameter(name, shape.get(name, str), description=texts.get(name, "")) for name in FILTERS]
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": PAGE}
    return [
        *found,
        OpenApiParameter("ordering", str, enum=ORDERS, default="due"),
        OpenApiParameter("cursor", str, description="`next` of the page before."),
        OpenApiParameter("limit", limit),
    ]


class TicketsView(View):
    @extend_schema(operation_id="tickets", parameters=_filters(), responses=shapes.ListShape, tags=["tickets"])
    def get(self, request: Request) -> Response:
        """The tickets you may see."""
        now = timezone.now()
        page = listing(self.actor, incoming.query(request), now=now)
        return Response({"results": [bodies.row(one, now) for one in page.tickets], "next": page.next or None})

    @extend_schema(
        operation_id="open_ticket", parameters=[docs.KEY], request=shapes.OpenShape, examples=[docs.CALL_EXAMPLE],
        responses={201: shapes.TICKET_OR_MOVED, 200: shapes.TICKET_OR_MOVED}, tags=["tickets"],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Open a ticket. 200 instead of 201: this key had opened it before."""
        incoming.only(request)
        asked = self.checked(shapes.OpenShape)
        incoming.intake_kinds(asked["type"], request.data["data"])
        done = gate.open_ticket(asked["type"], self.actor, request.data["data"], key=incoming.key(request))
        response = _shown(request, self.actor, done, 201)
        response["Location"] = f"{request.path}/{done.ticket.number}"
        return response


class EarlierView(View):
    @extend_schema(
        operation_id="earlier_contacts", request=shapes.EarlierAskShape, responses=shapes.EarlierShape, tags=["tickets"]
    )
    def post(self, request: Request) -> Response:
        """Has this person or home been in touch before? In the body, so that no phone stands in an address."""
        incoming.only(request)
        return Response(bodies.earlier(self.actor, self.checked(shapes.EarlierAskShape)))


class TicketView(View):
    @extend_schema(operation_id="ticket", responses=shapes.TicketShape, tags=["tickets"])
    def get(self, request: Request, number: str) -> Response:
        """A ticket with its clocks and the moves you may make. ETag is its version."""
        incoming.only(request)
        found = bodies.whole(self.actor, number)
        return Response(found, headers={"ETag": f'"{found["version"]}"'})


class MoveView(View):
    @extend_schema(
        operation_id="move", parameters=[docs.KEY, docs.IF_MATCH], request=shapes.MoveShape,
        examples=[docs.MOVE_EXAMPLE], responses=shapes.TICKET_OR_MOVED, tags=["tickets"],
    )  # fmt: skip
    def post(self, request: Request, number: str, name: str) -> Response:
        """Make a move. The answer is the ticket, or a few words if the move took it out of your sight."""
        incoming.only(request)
        asked = self.checked(shapes.MoveShape)
        data = request.data.get("data", {})
        incoming.move_kinds(number, name, data)
        seen = incoming.seen(request, asked.get("seen"))
        done = gate.perform(number, name, self.actor, data, seen=seen, key=incoming.key(request))
        return _shown(request, self.actor, done, 200)


def _shown(request: Request, actor: Actor, done: gate.Done, status: int) -> Response:
    """The ticket after a change, if the actor still sees it."""
    if done.ticket.assignee_id == actor.id:
        done.ticket.assignee = request.user
    headers = {"Idempotent-Replay": "true"} if done.replayed else {}
    if access.sees(actor, done.ticket):
        found = (
            bodies.whole(actor, done.ticket.number)
            if done.replayed
            else bodies.of_case(actor, done.ticket, done.clocks, done.parties)
        )
    else:
        detail = _("Done. The case is with another unit now and no longer in your list.")
        found = {"number": done.ticket.number, "version": done.event.seq, "in_sight": False, "detail": detail}
    return Response(
        found, status=200 if done.replayed else status, headers={**headers, "ETag": f'"{found["version"]}"'}
    )


class EventsView(View):
    @extend_schema(
        operation_id="events",
        parameters=[
            OpenApiParameter("after", {"type": "integer", "minimum": 0}, description="`next` of the page before."),
            OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": EVENTS_MOST, "default": PAGE}),
        ],
        responses=shapes.EventsShape,
        tags=["tickets"],
    )
    def get(self, request: Request, number: str) -> Response:
        """What happened to a ticket, oldest first."""
        asked = incoming.only(request, "after", "limit")
        after = incoming.number(asked, "after", 0, shapes.BIGGEST)
        limit = incoming.number(asked, "limit", PAGE, EVENTS_MOST, 1)
        return Response(bodies.events(self.actor, number, after, limit))


class WhyView(View):
    @extend_schema(operation_id="why", responses=shapes.WhyShape, tags=["tickets"])
    def get(self, request: Request, number: str, clock: int) -> Response:
        """Why a clock is due when it is, step by step."""
        incoming.only(request)
        return Response(bodies.why(self.actor, number, clock))


class BoardView(View):
    @extend_schema(operation_id="board", responses=shapes.BoardShape, tags=["board"])
    def get(self, request: Request) -> Response:
        """The board of the areas whose deadlines you answer for."""
        incoming.only(request)
        return Response(bodies.board(board(self.actor)))


class DueView(View):
    parser_classes = (ExactJSONParser,)

    @extend_schema(operation_id="due", request=shapes.DueAskShape, responses=shapes.DueShape, tags=["due"])
    def post(self, request: Request) -> Response:
        """When is it due, and why? The same question and answer as a line of `manage.py due`. Nothing is stored."""
        incoming.only(request)
        found = answer(request.data)
        if "error" in found:
            raise Refused("invalid", found["error"], {found["error"].partition(":")[0]: [found["error"]]})
        return Response(found)
