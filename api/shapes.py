"""Shapes of requests and answers, for checking what comes in and for the schema of what goes out (api/bodies.py)."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, inline_serializer
from rest_framework import serializers as s

from casework.models.ticket import RISKS
from workflows.ladder import Level
from workflows.roles import ROLES

Shape = s.Serializer
BIGGEST = 2**31 - 1
LEVELS = [int(level) for level in Level]


class ProblemShape(Shape):
    """An error (RFC 9457). `code` is stable; `errors` names fields, "_" stands for the whole."""

    type = s.CharField()
    title = s.CharField()
    status = s.IntegerField()
    detail = s.CharField(allow_blank=True)
    code = s.CharField()
    errors = s.DictField(child=s.ListField(child=s.CharField()))


class TokenAskShape(Shape):
    username = s.CharField(max_length=150, trim_whitespace=False)
    password = s.CharField(max_length=1000, trim_whitespace=False, write_only=True)
    label = s.CharField(max_length=60, required=False, allow_blank=True, help_text="What the token is for.")


class TokenShape(Shape):
    token = s.CharField(help_text="Shown this once.")
    expires_at = s.DateTimeField()


class OpenShape(Shape):
    type = s.CharField(max_length=40, help_text="Slug of a type.")
    data = s.DictField(help_text="The intake form; its JSON Schema is in types/{slug}.")


class MoveShape(Shape):
    seen = s.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=BIGGEST, help_text="Version you were looking at."
    )
    data = s.DictField(required=False, help_text="The form of the move; its JSON Schema is in the ticket.")


class EarlierAskShape(Shape):
    """What is known of a caller; at least one way to look: phone, id_number, name with place, house (address) with place."""

    phone = s.CharField(required=False, allow_blank=True, max_length=20)
    id_number = s.CharField(required=False, allow_blank=True, max_length=30)
    name = s.CharField(required=False, allow_blank=True, max_length=40)
    place = s.CharField(required=False, allow_blank=True, max_length=12)
    place_detail = s.CharField(required=False, allow_blank=True, max_length=200)


class EarlierCaseShape(Shape):
    number = s.CharField()
    title = s.CharField()
    open = s.BooleanField()


class EarlierShape(Shape):
    """Count and last unit; all else is about the cases you may see anyway. `by`: phone, id_number, name_place, household."""

    count = s.IntegerField(help_text="Contacts within 12 months.")
    open = s.IntegerField(help_text="Of the cases you may see anyway.")
    last_at = s.DateTimeField(allow_null=True, help_text="Of the cases you may see anyway.")
    last_unit = s.CharField(allow_blank=True)
    by = s.ListField(child=s.CharField())
    cases = EarlierCaseShape(many=True)


class PersonShape(Shape):
    id = s.IntegerField()
    name = s.CharField()


class UnitShape(Shape):
    code = s.CharField()
    name = s.CharField()


class RowShape(Shape):
    """A ticket as one line of a list."""

    number = s.CharField()
    type = s.CharField()
    title = s.CharField()
    state = s.CharField()
    state_title = s.CharField()
    open = s.BooleanField()
    waiting = s.BooleanField()
    level = s.IntegerField()
    place = UnitShape()
    unit = UnitShape()
    assignee = PersonShape(allow_null=True)
    category = s.CharField(allow_blank=True)
    risk = s.ChoiceField(RISKS)
    channel = s.CharField(allow_blank=True)
    outcome = s.CharField(allow_blank=True)
    version = s.IntegerField()
    opened_at = s.DateTimeField()
    updated_at = s.DateTimeField()
    closed_at = s.DateTimeField(allow_null=True)
    next_due_at = s.DateTimeField(allow_null=True)
    breached_at = s.DateTimeField(allow_null=True)
    overdue = s.BooleanField(help_text="Open, and the next due instant has come.")


class ListShape(Shape):
    results = RowShape(many=True)
    next = s.CharField(allow_null=True, help_text="Value of `cursor` for the next page; null on the last one.")


class ClockShape(Shape):
    """One deadline. `who`: ours, ext (another body) or party (the person's own right)."""

    id = s.IntegerField()
    key = s.CharField()
    title = s.CharField()
    who = s.CharField()
    running = s.BooleanField()
    paused = s.BooleanField()
    started_at = s.DateTimeField()
    due_at = s.DateTimeField()
    provisional = s.BooleanField()
    breached_at = s.DateTimeField(allow_null=True)
    stopped_at = s.DateTimeField(allow_null=True)
    citation = s.CharField(allow_blank=True)
    why = s.CharField(help_text="Address of the explanation.")


class TransitionShape(Shape):
    name = s.CharField()
    label = s.CharField()
    open = s.BooleanField()
    reason = s.CharField(allow_blank=True, help_text="Why it is closed.")
    schema = s.DictField(help_text="JSON Schema of `data`.")


class PartyShape(Shape):
    """A person of the case. `covered`: which facts are stored sealed."""

    code = s.CharField()
    role = s.CharField()
    facts = s.DictField()
    covered = s.ListField(child=s.CharField())


class TicketShape(RowShape):
    """A ticket as this person sees it."""

    in_sight = s.BooleanField()
    clocks = ClockShape(many=True)
    transitions = TransitionShape(many=True)
    parties = PartyShape(many=True)
    data = s.DictField()


class MovedShape(Shape):
    """The change was made and took the ticket out of your sight."""

    number = s.CharField()
    version = s.IntegerField()
    in_sight = s.BooleanField()
    detail = s.CharField()


TICKET_OR_MOVED: Any = PolymorphicProxySerializer(
    component_name="TicketOrMoved", serializers=[TicketShape, MovedShape], resource_type_field_name=None
)


class EventShape(Shape):
    """One thing that happened. `sealed`: there is a private text with it, which the API does not show."""

    seq = s.IntegerField()
    at = s.DateTimeField()
    name = s.CharField()
    label = s.CharField()
    by = PersonShape(allow_null=True)
    post = s.CharField(allow_blank=True)
    from_state = s.CharField(allow_blank=True)
    to_state = s.CharField()
    level = s.IntegerField()
    unit = UnitShape()
    data = s.DictField()
    sealed = s.BooleanField()


class EventsShape(Shape):
    results = EventShape(many=True)
    next = s.IntegerField(allow_null=True, help_text="Value of `after` for the next page; null on the last one.")


class ExplanationShape(Shape):
    due = s.DateTimeField()
    day = s.DateField()
    provisional = s.BooleanField()
    why = s.ListField(child=s.DictField())
    days = s.ListField(child=s.DictField())


class WhyShape(Shape):
    clock = ClockShape()
    explanation = ExplanationShape(allow_null=True, help_text="Null where a person set the date.")


class TypeLineShape(Shape):
    slug = s.CharField()
    title = s.CharField()
    prefix = s.CharField()
    opened_by = s.ListField(child=s.ChoiceField(list(ROLES)))


class TypesShape(Shape):
    results = TypeLineShape(many=True)


class StateShape(Shape):
    code = s.CharField()
    title = s.CharField()
    kind = s.CharField()
    initial = s.BooleanField()


class TypeMoveShape(Shape):
    name = s.CharField()
    label = s.CharField()
    sources = s.ListField(child=s.CharField())
    targets = s.ListField(child=s.CharField())
    by = s.ListField(child=s.CharField())
    levels = s.ListField(child=s.ChoiceField(LEVELS))
    schema = s.DictField()


class DeadlineShape(Shape):
    policy = s.CharField()
    title = s.CharField()
    who = s.CharField()
    amount = s.CharField(allow_blank=True)
    unit = s.CharField(allow_blank=True)
    citation = s.CharField(allow_blank=True)
    starts = s.ListField(child=s.CharField())
    stops = s.ListField(child=s.CharField())
    then = s.CharField(allow_blank=True)


class TypeShape(TypeLineShape):
    states = StateShape(many=True)
    intake = s.DictField()
    transitions = TypeMoveShape(many=True)
    deadlines = DeadlineShape(many=True)


class DueAskShape(Shape):
    """A question to the calculator (docs/deadlines.md): `calendar`, `start` and a budget, a `policy` or an `end`."""

    id = s.JSONField(required=False)
    calendar = s.JSONField(required=False)
    start = s.CharField(required=False)
    policy = s.CharField(required=False)
    end = s.CharField(required=False)
    working_days = s.JSONField(required=False)
    calendar_days = s.JSONField(required=False)
    pauses = s.JSONField(required=False)
    extensions = s.JSONField(required=False)


class DueShape(Shape):
    """`due` with its reasons, or `working_seconds` where an `end` was asked."""

    id = s.JSONField(allow_null=True)
    due = s.DateTimeField(required=False)
    day = s.DateField(required=False)
    provisional = s.BooleanField(required=False)
    why = s.ListField(child=s.DictField(), required=False)
    working_seconds = s.IntegerField(required=False)


COUNTS = {name: s.IntegerField() for name in ("open", "overdue", "soon", "unclaimed", "waiting")}
CountsShape = inline_serializer("Counts", COUNTS)


class RateShape(Shape):
    """Closure rate: `concluded` of `due`."""

    since = s.DateTimeField()
    concluded = s.IntegerField()
    due = s.IntegerField()
    percent = s.FloatField(allow_null=True)
    carried_in = s.IntegerField()
    accepted = s.IntegerField()
    not_yet_due = s.IntegerField()
    due_open = s.IntegerField()
    unproven = s.IntegerField()
    apart = s.DictField(child=s.IntegerField())


class BoardShape(Shape):
    at = s.DateTimeField()
    title = s.CharField()
    areas = s.ListField(child=s.CharField())
    total = CountsShape
    streets = s.ListField(child=s.DictField())
    communities = s.ListField(child=s.DictField())
    types = s.ListField(child=s.DictField())
    oldest = s.DictField(allow_null=True)
    escalated = s.IntegerField()
    escalations = s.ListField(child=s.DictField())
    month = RateShape()
    year = RateShape()
    health = s.DictField()
