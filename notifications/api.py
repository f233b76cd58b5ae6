"""`GET /api/v1/inbox` and `POST /api/v1/inbox/read`: the rows of the screen, the API's login and errors."""

from typing import Any, cast

from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from casework import access
from casework.models import User
from notifications import reading
from workflows.roles import Actor


class MessageSerializer(serializers.Serializer[reading.Message]):
    """One message: what happened to which ticket, why you are told, and whether you can still open the ticket."""

    id = serializers.IntegerField()
    ticket = serializers.CharField(source="number")
    kind = serializers.CharField()
    label = serializers.CharField(source="text.label")  # type: ignore[assignment]  # a field called label
    happened = serializers.CharField(source="text.happened")
    todo = serializers.CharField(source="text.todo")
    why = serializers.CharField()
    at = serializers.DateTimeField()
    unread = serializers.BooleanField()
    visible = serializers.BooleanField(source="open")


class InboxSerializer(serializers.Serializer[Any]):
    unread = serializers.IntegerField(help_text="Unread messages, at most 100.")
    next = serializers.CharField(allow_blank=True, help_text="Cursor for `after`; empty on the last page.")
    results = MessageSerializer(many=True)


class ReadSerializer(serializers.Serializer[Any]):
    ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), required=False, max_length=500,
        help_text="Messages to mark as read; left out: all of them.",
    )  # fmt: skip


class ReadAnswerSerializer(serializers.Serializer[Any]):
    marked = serializers.IntegerField(help_text="How many were unread before.")


def _actor(request: Request) -> Actor:
    return access.actor_of(cast(User, request.user))


class InboxView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="inbox",
        parameters=[OpenApiParameter("after", str, description="Cursor from `next`; anything else starts anew.")],
        responses=InboxSerializer,
    )
    def get(self, request: Request) -> Response:
        """Your messages: unread first, then the newest."""
        page = reading.page(request.user, _actor(request), request.query_params.get("after", ""))
        found = {"unread": reading.unread_count(request.user), "next": page.next, "results": page.messages}
        return Response(InboxSerializer(found).data)


class ReadView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="inbox_read", request=ReadSerializer, responses=ReadAnswerSerializer)
    def post(self, request: Request) -> Response:
        """Mark messages as read. Those that are not yours are passed over in silence."""
        asked = ReadSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return Response({"marked": reading.mark_read(request.user, asked.validated_data.get("ids"))})


urlpatterns = [
    path("inbox", InboxView.as_view(), name="api_inbox"),
    path("inbox/read", ReadView.as_view(), name="api_inbox_read"),
]
