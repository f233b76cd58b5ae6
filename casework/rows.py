"""Writing rows in sets: one INSERT or UPDATE per table and batch, whatever its size.

The gate writes one ticket and the sweep five hundred through the same two functions, so speed needs no second copy of
the rules. Values travel as arrays (`unnest`), which keeps the SQL text the same for every batch size.
"""

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model


def _plain(value: Any) -> Any:
    return value


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _array(value: Sequence[str]) -> str:
    """Array literal of code words and digits (nothing that would need quoting reaches these columns)."""
    return "{" + ",".join(value) + "}"


@lru_cache(maxsize=512)
def _column(field: "Field[Any, Any]") -> tuple[str, str, str, Callable[[Any], Any]]:
    """(column, type it travels as, its own type, converter)"""
    own = field.rel_db_type(connection) if field.remote_field else field.db_type(connection)
    assert own is not None
    own = {"bigserial": "bigint"}.get(own, own).split(" GENERATED")[0]
    if own == "jsonb":
        return field.column, "text", own, _json
    if own.endswith("[]"):
        return field.column, "text", own, _array
    return field.column, own.split("(")[0], own, _plain


def _fields(model: type[Model], names: Sequence[str]) -> list[Any]:
    return [model._meta.get_field(name) for name in names]


def _arrays(rows: Sequence[Model], fields: Sequence[Any]) -> list[list[Any]]:
    made = []
    for field in fields:
        convert, name = _column(field)[3], field.attname
        made.append([convert(row.__dict__[name]) for row in rows])
    return made


def _selected(fields: Sequence[Any]) -> str:
    columns = [_column(field) for field in fields]
    return ", ".join(f'u."{name}"' + ("" if sent == own else f"::{own}") for name, sent, own, _ in columns)


def _unnested(fields: Sequence[Any], *, ordinal: bool = False) -> str:
    columns = [_column(field) for field in fields]
    arrays = ", ".join(f"%s::{sent}[]" for _, sent, _, _ in columns)
    names = ", ".join(f'"{name}"' for name, *_ in columns)
    return f"unnest({arrays}) WITH ORDINALITY AS u({names}, ord)" if ordinal else f"unnest({arrays}) AS u({names})"


def insert(rows: Sequence[Model]) -> None:
    """Insert rows of one model in one statement and set their primary keys, in order."""
    if not rows:
        return
    meta = rows[0]._meta.concrete_model._meta  # type: ignore[union-attr]
    fields = [field for field in meta.concrete_fields if not (field.primary_key and field.get_internal_type().endswith("AutoField"))]
    into = ", ".join(f'"{field.column}"' for field in fields)
    sql = (
        f'INSERT INTO "{meta.db_table}" ({into}) SELECT {_selected(fields)} '
        f'FROM {_unnested(fields, ordinal=True)} ORDER BY u.ord RETURNING "{meta.pk.column}"'
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, _arrays(rows, fields))
        for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = pk
            row._state.adding = False
            row._state.db = "default"


def update(rows: Sequence[Model], names: Sequence[str]) -> int:
    """Write the named fields of these rows in one statement; returns how many rows were there."""
    if not rows:
        return 0
    meta = rows[0]._meta.concrete_model._meta  # type: ignore[union-attr]
    fields = _fields(meta.model, [meta.pk.name, *names])
    key, *changed = fields
    sets = ", ".join(f'"{field.column}" = {_selected([field])}' for field in changed)
    sql = f'UPDATE "{meta.db_table}" AS t SET {sets} FROM {_unnested(fields)} WHERE t."{key.column}" = u."{key.column}"'
    with connection.cursor() as cursor:
        cursor.execute(sql, _arrays(rows, fields))
        return int(cursor.rowcount)
