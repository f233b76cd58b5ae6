"""A rights case: claimed, accepted, mediated to a written result, answered, asked afterwards, closed."""

from django.utils import timezone

from tests.cast import CALL
from tests.walks.parts import claimed, refuses
from tests.walks.walker import Walker
from tests.workflows.rights import agreed, ended


def begin(cast: Walker, **call):
    return cast.opens("ling", "rights", **{**CALL, **call})


def walk(cast: Walker):
    ticket = claimed(cast, "mei", begin(cast))
    cast.does("mei", ticket, "accept", track="mediation", notice="oral")
    cast.does("mei", ticket, "begin")
    cast.does("mei", ticket, "add_person", role="other", name="李先生", relation="spouse")
    agreed.ready(cast, ticket)
    cast.does("mei", ticket, "start_mediation", began_by="applied")
    cast.does("mei", ticket, "record_session", **agreed.SESSION)
    ticket = ended.settled(cast, ticket)
    return ended.closed(cast, ticket, now=timezone.now())


def nobody_is_closed_without_a_proof_or_her_word(cast: Walker) -> None:
    ticket = ended.working(cast)
    refuses(cast, "mei", ticket, "submit", "", **{**ended.SETTLED, "statement": ""})


def mediation_waits_for_both_to_agree(cast: Walker) -> None:
    refuses(cast, "mei", agreed.working(cast), "start_mediation", "", began_by="applied")


def only_who_has_claimed_it_accepts_it(cast: Walker) -> None:
    refuses(cast, "mei", begin(cast), "accept", "Only the person in charge", track="mediation", notice="oral")


def whether_there_is_danger_is_always_asked(cast: Walker) -> None:
    cast.may_not_open("ling", "rights", "", at="threat_to_life", **{**CALL, "threat_to_life": ""})


REFUSALS = [
    nobody_is_closed_without_a_proof_or_her_word, mediation_waits_for_both_to_agree, only_who_has_claimed_it_accepts_it,
    whether_there_is_danger_is_always_asked,
]  # fmt: skip
