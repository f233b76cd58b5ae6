"""Earlier contacts through the API: the same count, the same silence."""

from tests.api.test_tickets import problem


def test_the_count_for_all_who_register_and_cases_for_those_who_see_them(api, cast):
    number = cast.call().number
    body = {"phone": "138 0000 2046"}
    mine = api("mei").post("contacts/earlier", body).json()
    assert mine["count"] == 1 and mine["by"] == ["phone"] and [one["number"] for one in mine["cases"]] == [number]
    far = api("wei").post("contacts/earlier", body).json()
    assert mine["open"] == 1 and mine["last_at"]
    assert far == {"count": 1, "last_unit": mine["last_unit"], "open": 0, "last_at": None, "by": [], "cases": []}


def test_nothing_to_look_by_is_nothing_found(api, cast):
    cast.call()
    found = api("ling").post("contacts/earlier", {"name": "王女士"}).json()
    assert found == {"count": 0, "open": 0, "last_at": None, "last_unit": "", "by": [], "cases": []}


def test_it_is_refused_to_others_and_takes_no_other_field(api, cast):
    problem(api("lu").post("contacts/earlier", {"phone": "13800002046"}), 403, "forbidden")
    assert "x" in problem(api("ling").post("contacts/earlier", {"x": "1"}), 400, "invalid")["errors"]
    assert api("ling").get("contacts/earlier").status_code == 405
