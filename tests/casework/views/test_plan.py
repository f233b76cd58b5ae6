"""The year's plan figures: who enters them, what is refused, and that nothing is ever rewritten."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from casework import plans
from casework.errors import Refused
from casework.models import PlanFigure
from tests.cast import COMMUNITY, DISTRICT, OTHER_STREET, STREET, Cast

YEAR = timezone.localdate().year
PAGE = "/chapters/8/plan"
RECEIVED = ("suggestion", "received")


def entered(client: Any, area: str, year: int = YEAR, **targets: str) -> Any:
    return client.post(PAGE, {"area": area, "year": year, **targets})


def test_a_correction_is_a_new_row_and_the_newest_counts(cast: Cast, desk: Any) -> None:
    fang = desk("fang")
    assert entered(fang, DISTRICT, suggestion__received="10").status_code == 303
    assert entered(fang, DISTRICT, suggestion__received="12").status_code == 303
    assert plans.current([DISTRICT], YEAR) == {(DISTRICT, *RECEIVED): Decimal(12)}
    assert list(PlanFigure.objects.values_list("target", "by")) == [
        (Decimal(10), cast.fang.id),
        (Decimal(12), cast.fang.id),
    ]


def test_an_empty_field_takes_a_target_away(cast: Cast, desk: Any) -> None:
    fang = desk("fang")
    entered(fang, DISTRICT, suggestion__received="10")
    entered(fang, DISTRICT, suggestion__received="")
    assert plans.current([DISTRICT], YEAR) == {}


def test_what_stands_already_adds_no_row(cast: Cast, desk: Any) -> None:
    for _n in range(2):
        answer = desk("fang").post(PAGE, {"area": DISTRICT, "year": YEAR, "suggestion__received": "10"}, follow=True)
    assert "没有改动" in answer.content.decode()
    assert PlanFigure.objects.count() == 1


@pytest.mark.parametrize(("who", "area"), [("fang", STREET), ("fang", COMMUNITY), ("sun", STREET), ("sun", COMMUNITY)])
def test_officers_enter_the_plan_of_their_area_and_what_lies_inside(cast: Cast, desk: Any, who: str, area: str) -> None:
    assert entered(desk(who), area, suggestion__received="3").status_code == 303


@pytest.mark.parametrize(("who", "area", "status"), [("sun", DISTRICT, 404), ("sun", OTHER_STREET, 404), ("mei", COMMUNITY, 403),
                                                     ("lu", DISTRICT, 403), ("fang", "999999", 404)])  # fmt: skip
def test_nobody_else_does(cast: Cast, desk: Any, who: str, area: str, status: int) -> None:
    assert entered(desk(who), area, suggestion__received="3").status_code == status
    assert desk(who).get(f"{PAGE}?area={area}").status_code == status
    assert PlanFigure.objects.count() == 0


@pytest.mark.parametrize(("field", "value"), [("suggestion__received", "-1"), ("suggestion__received", "1.5"), ("suggestion__received", "x"),
                                              ("suggestion__taken_up", "101")])  # fmt: skip
def test_numbers_that_cannot_be_are_refused_beside_their_field(cast: Cast, desk: Any, field: str, value: str) -> None:
    answer = entered(desk("fang"), DISTRICT, **{field: value})
    assert answer.status_code == 400
    assert answer.context["form"].errors[field]
    assert PlanFigure.objects.count() == 0


def test_the_plan_of_a_year_long_over_is_closed(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        plans.enter(cast.actor("fang"), DISTRICT, YEAR - 3, {RECEIVED: Decimal(1)})
    assert f"{YEAR - 1} to {YEAR + 1}" in str(refused.value.reason)


def test_the_table_refuses_to_be_rewritten(cast: Cast) -> None:
    plans.enter(cast.actor("fang"), DISTRICT, YEAR, {RECEIVED: Decimal(1)})
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanFigure.objects.update(target=2)
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanFigure.objects.all().delete()
