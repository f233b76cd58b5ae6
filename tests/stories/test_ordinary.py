"""Stories of ordinary cases: a written agreement, an oral one, a refusal that ends in legal aid."""

from casework.models import Ticket
from tests.cast import Cast
from tests.stories.told import (
    after,
    attach,
    child,
    fact,
    file_away,
    fresh,
    moves,
    on,
    papers,
    pass_time,
    share,
    start,
    whole,
)
from tests.workflows.rights import agreed, ended


def test_an_ordinary_dispute_is_settled_by_a_written_agreement(cast: Cast):
    """From the call over mediation to a kept agreement, the follow-up call and the archive."""
    day = start(75)
    case = agreed.mediating(cast, now=day)
    plan = f"{on(after(day, 10))} 500元 抚养费\n{on(after(day, 20))} 500元 抚养费"
    agreed.agree(cast, case, effective_on=on(day), plan=plan, now=after(day, hours=3))
    attach(cast, "mei", case, "agreement", after(day, hours=4))
    cast.does(
        "mei", case, "submit", outcome="B1", proof="", statement="", reply="协议已经签订。", now=after(day, hours=5)
    )
    case = ended.closed(cast, case, now=after(day, 1))
    assert (case.state, case.outcome) == ("closed", "B1")
    for promise in Ticket.objects.filter(parent=case, type="performance").order_by("id"):
        paid_on = promise.data["due_on"]
        cast.does("mei", promise, "record_performed", performed_on=paid_on, proof="receipt", now=after(day, 20.5))
    cast.does("mei", case, "confirm_performance", now=after(day, 21))
    case = file_away(cast, case, after(day, 25))
    assert case.state == "archived"
    assert moves(case)[:4] == ["open", "claim", "accept", "begin"]
    assert {"start_mediation", "record_agreement", "submit", "reply", "close", "archive"} <= set(moves(case))
    row = fact(case)
    assert (row.agreement, row.mediated, row.proven, row.satisfaction) == ("written", True, True, "satisfied")
    assert share("closing", day)[0] == 1
    assert share("agreement", day) == (1, 1)
    assert share("performance", day) == (1, 1)
    whole(case)


def test_a_small_quarrel_ends_with_an_oral_agreement(cast: Cast):
    """The oral agreement is recorded by the mediator and counts as one (人民调解法 art 28, 30); its promise is watched too."""
    day = start(40)
    case = agreed.mediating(cast, now=day)
    promised = f"{on(after(day, 5))} 每周六探望"
    agreed.agree(
        cast, case, kind="oral", plan=promised, seal_affixed=False, effective_on=on(day), now=after(day, hours=2)
    )
    cast.does(
        "mei", case, "submit", outcome="B2", proof="", statement="", reply="口头协议已登记。", now=after(day, hours=3)
    )
    case = ended.closed(cast, case, now=after(day, 1))
    assert (case.state, case.outcome, fact(case).agreement) == ("closed", "B2", "oral")
    assert share("mediation", day) == (0, 1), "nothing is settled while the promise is open"
    promise = child(case, "performance")
    cast.does("mei", promise, "record_performed", performed_on=promise.data["due_on"], proof="seen", now=after(day, 6))
    assert share("mediation", day) == (1, 1)
    whole(case)


def test_one_side_refuses_so_mediation_ends_and_legal_aid_goes_on(cast: Cast):
    """人民调解法 art 17, 26: a refusal stops it at once, the other ways are told; legal aid is opened with one move."""
    day = start(30)
    case = agreed.mediating(cast, now=day)
    case = agreed.says(cast, case, "other", "refused", now=after(day, hours=1))
    assert case.state == "in_progress", "nobody is made to mediate"
    party = agreed.code_of(case, "petitioner")
    wish = {"kind": "legal_aid", "party": party, "need": "想起诉离婚，请律师帮助。", "basis": "consent"}
    cast.does("mei", case, "open_help", **wish, now=after(day, hours=2))
    aid = child(case, "legal_aid")
    assert aid.state == "preparing"
    result = {"outcome": "F1", "proof": "", "statement": "", "reply": "对方不愿调解，已告知诉讼和法律援助。"}
    cast.does("mei", case, "submit", **result, now=after(day, 1))
    case = ended.closed(cast, case, now=after(day, 2))
    assert (case.outcome, fact(case).resolved) == ("F1", False)
    assert fresh(aid).is_open, "the help outlives the case"
    assert share("closing", day)[0] == 1
    assert share("mediation", day) == (0, 1)
    pass_time(after(day, 3))
    assert papers(case), "the end of the mediation is a paper with a number"
    whole(case)
