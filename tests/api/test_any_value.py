"""Any JSON in any field of any form: refused or done, never a crash."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import CALL
from workflows.registry import registry

TEXTS = ["", " ", "\u200b", "９", "1e999999", "-0", "NaN", "9" * 400, "x" * 20_000, "😀", "true", "null"]
DATES = ["0000-00-00", "9999-12-31T23:59:59+00:00", "0001-01-01", "2026-02-30"]
HOSTILE = st.sampled_from([*TEXTS, *DATES, 10**25, -1, 0, 1.5, 1e300, [], [[]], {}, [None], True, None])
VALUES = HOSTILE | st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
RIGHTS = registry["rights"]
FORMS = sorted({move.name for move in RIGHTS.actions() if move.form})
MANY = settings(
    max_examples=120, deadline=None, database=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@pytest.mark.slow
def test_no_value_in_the_intake_makes_the_api_fall(api):
    ling = api("ling")

    @MANY
    @given(field=st.sampled_from(list(RIGHTS.intake_form.base_fields)), value=VALUES)
    def ask(field, value):
        response = ling.post("tickets", json.dumps({"type": "rights", "data": {**CALL, field: value}}))
        assert response.status_code in (201, 400), response.content

    ask()


@pytest.mark.slow
def test_no_value_in_a_move_makes_the_api_fall(api, cast):
    ticket = cast.call()
    cast.does("mei", ticket, "claim")
    callers = [api(who) for who in ("mei", "sun", "fang")]

    @MANY
    @given(name=st.sampled_from(FORMS), who=st.sampled_from(callers), data=st.data())
    def ask(name, who, data):
        form = next(move.form for move in RIGHTS.actions() if move.name == name and move.form)
        chosen = {field: data.draw(VALUES) for field in form.base_fields}
        response = who.post(f"tickets/{ticket.number}/transitions/{name}", json.dumps({"data": chosen}))
        assert response.status_code in (200, 400, 403, 404, 409), response.content

    ask()
