"""Making moves from the page: nothing typed is lost, nobody is surprised."""

from casework.models import Event, Ticket
from tests.cast import Cast
from tests.walks import fund, gift_list
from tests.walks.walker import Walker

ACCEPT = {"track": "mediation", "notice": "oral", "notice_no": ""}


def opened(browser, ticket, move: str):
    return browser.get(f"/tickets/{ticket.number}?move={move}").context["page"].form


def send(browser, ticket, move: str, data: dict, **headers: str):
    return browser.post(f"/tickets/{ticket.number}/moves/{move}", data, headers=headers)


def test_a_move_leads_back_to_the_ticket_and_says_that_it_is_done(cast: Cast, desk) -> None:
    ticket = cast.call()
    browser = desk("mei")
    form = opened(browser, ticket, "claim")
    response = browser.post(form.url, {"seen": form.seen, "key": form.key})
    assert response.status_code == 303
    assert response["Location"] == f"/tickets/{ticket.number}?done=2"
    page = browser.get(response["Location"]).context["page"]
    assert page.holder == "梅芳"
    assert page.done


def test_htmx_loads_the_changed_page(cast: Cast, desk) -> None:
    ticket = cast.call()
    response = send(
        desk("mei"), ticket, "claim", {"seen": 1, "key": "k"}, **{"HX-Request": "true", "HX-Target": "moves"}
    )
    assert response["HX-Redirect"] == f"/tickets/{ticket.number}?done=2"


def test_a_move_sent_twice_is_made_once(cast: Cast, desk) -> None:
    ticket = cast.call()
    browser = desk("mei")
    for _time in range(2):
        assert send(browser, ticket, "claim", {"seen": 1, "key": "one"}).status_code == 303
    assert Event.objects.filter(ticket=ticket, name="claim").count() == 1


def test_a_wrong_form_comes_back_with_what_was_typed_and_errors_beside_the_fields(cast: Cast, desk) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    response = send(desk("mei"), ticket, "hand_up", {"reason": "no_trust", "tried": "短", "seen": 2, "key": "k"})
    assert response.status_code == 400
    form = response.context["page"].form
    assert form.form["tried"].value() == "短"
    assert form.form.errors["tried"]
    assert "tried" in form.form.errors
    assert form.key == "k"
    assert "短" in response.content.decode()


def test_what_only_the_case_can_know_is_said_beside_the_field_too(cast: Cast, desk) -> None:
    walker = Walker.of(cast)
    gifts = gift_list.bought(walker, fund.begin(walker))  # two of them
    response = send(desk("fang"), gifts, "hand_out", {"given": "2", "returned": "1", "seen": gifts.version, "key": "k"})
    assert response.status_code == 400
    (sentence,) = response.context["page"].form.form.errors["given"]
    assert sentence in response.content.decode()


def test_a_case_that_changed_meanwhile_keeps_what_was_typed_and_says_who_changed_it(cast: Cast, desk) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    browser = desk("mei")
    form = opened(browser, ticket, "note")
    cast.does("sun", ticket, "note", note="街道提醒")
    typed = {"note": "我写了很久的话", "seen": form.seen, "key": form.key}
    response = browser.post(form.url, typed)
    assert response.status_code == 412
    again = response.context["page"].form
    assert "孙建华" in again.conflict
    assert again.form["note"].value() == "我写了很久的话"
    assert (again.seen, again.key) == (form.seen + 1, form.key)
    assert browser.post(again.url, {**typed, "seen": again.seen}).status_code == 303


def test_a_closed_move_says_why_and_keeps_what_was_typed(cast: Cast, desk) -> None:
    ticket = cast.does("hua", cast.call(), "claim")
    response = send(desk("mei"), ticket, "hand_up", {"reason": "no_trust", "tried": "走访两次，电话三次。", "key": "k"})
    assert response.status_code == 409
    form = response.context["page"].form
    assert form.refused
    assert form.form["tried"].value() == "走访两次，电话三次。"


def test_a_move_of_another_role_is_forbidden_with_a_sentence(cast: Cast, desk) -> None:
    response = send(desk("ling"), cast.call(), "claim", {"key": "k"})
    assert response.status_code == 403
    assert response.context["page"].form.refused


def test_a_move_that_does_not_exist_is_not_found(cast: Cast, desk) -> None:
    assert send(desk("mei"), cast.call(), "fly", {}).status_code == 404


def test_nobody_moves_what_he_does_not_see(cast: Cast, desk) -> None:
    ticket = cast.call()
    assert send(desk("wei"), ticket, "claim", {}).status_code == 404
    assert Ticket.objects.get(pk=ticket.pk).version == 1


def test_a_key_used_for_something_else_gets_a_new_one(cast: Cast, desk) -> None:
    ticket = cast.call()
    browser = desk("mei")
    send(browser, ticket, "claim", {"key": "k"})
    response = send(browser, ticket, "note", {"note": "谈过一次", "key": "k"})
    assert response.status_code == 409
    assert response.context["page"].form.key not in ("", "k")
    assert response.context["page"].form.form["note"].value() == "谈过一次"


def test_after_it_left_his_sight_the_page_says_where_it_went(cast: Cast, desk) -> None:
    ticket = cast.does("mei", cast.call(), "claim")
    browser = desk("mei")
    data = {"ground": "violence", "police": "called", "facts": "正在发生", "key": "k"}
    response = send(browser, ticket, "escalate_severe", data)
    assert response.status_code == 303
    page = browser.get(response["Location"])
    assert page.status_code == 200
    assert "秦淮区" in page.context["said"]
    assert "page" not in page.context or not hasattr(page.context["page"], "history")
    assert desk("hua").get(f"/tickets/{ticket.number}").status_code == 404


def test_a_move_asks_for_post(cast: Cast, desk) -> None:
    assert desk("mei").get(f"/tickets/{cast.call().number}/moves/claim").status_code == 405


def test_the_queue_one_came_from_is_kept(cast: Cast, desk) -> None:
    ticket = cast.call()
    browser = desk("mei")
    form = browser.get(f"/tickets/{ticket.number}?from=tab%3Dunclaimed&move=claim").context["page"].form
    response = browser.post(form.url, {"key": "k"})
    assert "from=tab%3Dunclaimed" in response["Location"]


def test_nonsense_in_hidden_fields_is_no_error_of_ours(cast: Cast, desk) -> None:
    ticket = cast.call()
    assert send(desk("mei"), ticket, "claim", {"seen": "²", "key": "\x00"}).status_code == 303
    assert send(desk("mei"), ticket, "note", {"note": "a\x00b", "seen": "9" * 5000}).status_code == 400
