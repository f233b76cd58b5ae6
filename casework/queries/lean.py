"""Rows of a list with a few columns, made without the model's constructor, which takes longer than their statement.

They are what `only()` gives: real tickets and clocks; a column that was not read is fetched when it is asked for.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.base import ModelState

from casework.models import Ticket

AnyModel = TypeVar("AnyModel", bound=Model)


def tickets(found: QuerySet[Ticket], columns: Sequence[str]) -> list[Ticket]:
    """The tickets of a query with these columns (by `attname`) or annotations; one statement."""
    names = ("id", *columns)
    return [made(Ticket, names, values) for values in found.values_list(*names)]


def made(model: type[AnyModel], names: Sequence[str], values: Iterable[Any]) -> AnyModel:
    """One row of a model from the values of these attributes, as Python has them (JSON is decoded already)."""
    one = model.__new__(model)
    state = ModelState()
    state.db, state.adding = "default", False
    one.__dict__.update(zip(names, values, strict=True), _state=state)
    return one
