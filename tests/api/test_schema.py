"""Schemathesis over the whole document, on a real server: never 5xx, and every answer fits its schema."""

from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.models import issue
from tests.cast import populate

WHO = ("mei", "ling", "fang")
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_request_makes_the_api_fall_or_say_something_undocumented(live_server, client, settings):
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    cast = populate()
    tickets = [cast.call() for _ in range(2)]
    tokens = {who: issue(getattr(cast, who))[0] for who in WHO}
    document = requests.get(
        f"{live_server.url}/api/v1/schema", headers={"Authorization": f"Bearer {tokens['mei']}"}, timeout=20
    ).json()
    schema = schemathesis.openapi.from_dict(document)
    schema.config.update(base_url=live_server.url)
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        asked += _try(operation, tokens, tickets[0].number)
    assert asked > 200


def _try(operation: Any, tokens: dict[str, str], number: str) -> int:
    count = 0

    @settings(
        max_examples=25, deadline=None, database=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(), who=st.sampled_from(WHO), there=st.booleans())
    def ask(case: Any, who: str, there: bool) -> None:
        nonlocal count
        if there and "number" in (case.path_parameters or {}):
            case.path_parameters["number"] = number
            if "name" in case.path_parameters:
                case.path_parameters["name"] = "claim"
        response = case.call(headers={"Authorization": f"Bearer {tokens[who]}"})
        case.validate_response(response, checks=CHECKS)
        count += 1

    ask()
    return count
