"""Addresses below /api/v1/, without trailing slashes."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from api import docs, views


class NumberConverter(StringConverter):
    """The number of a ticket. Anything else is no address at all."""

    regex = r"[A-Z0-9-]{3,30}"


class KeyConverter(StringConverter):
    """A row's key that fits into the database's bigint."""

    regex = r"[0-9]{1,18}"

    def to_python(self, value: str) -> int:  # type: ignore[override]
        return int(value)

    def to_url(self, value: int) -> str:  # type: ignore[override]
        return str(value)


register_converter(NumberConverter, "ticket_number")
register_converter(KeyConverter, "row_key")

urlpatterns = [
    path("auth/token", views.TokenView.as_view(), name="api_token"),
    path("types", views.TypesView.as_view(), name="api_types"),
    path("types/<slug:slug>", views.TypeView.as_view(), name="api_type"),
    path("contacts/earlier", views.EarlierView.as_view(), name="api_earlier"),
    path("tickets", views.TicketsView.as_view(), name="api_tickets"),
    path("tickets/<ticket_number:number>", views.TicketView.as_view(), name="api_ticket"),
    path("tickets/<ticket_number:number>/transitions/<slug:name>", views.MoveView.as_view(), name="api_move"),
    path("tickets/<ticket_number:number>/events", views.EventsView.as_view(), name="api_events"),
    path("tickets/<ticket_number:number>/clocks/<row_key:clock>/why", views.WhyView.as_view(), name="api_why"),
    path("board", views.BoardView.as_view(), name="api_board"),
    path("due", views.DueView.as_view(), name="api_due"),
    path("schema", docs.Schema.as_view(), name="api_schema"),
    path("docs", docs.Docs.as_view(url_name="api_schema"), name="api_docs"),
]
