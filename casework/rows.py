# ruff: noqa: S608 - table and column names come from the models, values travel as a parameter
"""Writing rows in sets: one INSERT or UPDATE per table and batch, whatever its size.

The gate writes one ticket and the sweep hundreds through the same two functions, so speed needs no second copy of the
rules. The rows travel as one JSON document: one parameter, and the SQL text is the same for every batch size.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import BinaryField, DateField, DateTimeField, DecimalField, Field, Model

Convert = Callable[[Any], Any]


def _as_is(value: Any) -> Any:
    return value


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.astimezone(UTC).isoformat()


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _bytes(value: bytes | memoryview | None) -> str | None:
    return None if value is None else "\\x" + bytes(value).hex()


@lru_cache(maxsize=512)
def _column(field: "Field[Any, Any]") -> tuple[str, str, str, Convert]:
    """(attribute, column, type, converter) of a field."""
    kind = field.rel_db_type(connection) if field.remote_field else field.db_type(connection)
    target = field.target_field if field.remote_field else field  # type: ignore[attr-defined]
    kinds: tuple[tuple[type[Any], Convert], ...] = (
        (DateTimeField, _moment),
        (DateField, _day),
        (BinaryField, _bytes),
        (DecimalField, str),
    )
    convert = next((how for kind_of, how in kinds if isinstance(target, kind_of)), _as_is)
    return field.attname, field.column, {"bigserial": "bigint"}.get(str(kind), str(kind)), convert


@lru_cache(maxsize=128)
def _columns(model: type[Model], names: tuple[str, ...] | None) -> tuple[tuple[str, str, str, Convert], ...]:
    """The named fields; None = every field that the database does not number itself."""
    meta = model._meta
    fields = (
        [meta.get_field(name) for name in names]
        if names is not None
        else [
            field
            for field in meta.concrete_fields
            if not (field.primary_key and "AutoField" in field.get_internal_type())
        ]
    )
    return tuple(_column(field) for field in fields)  # type: ignore[arg-type]


def _document(rows: Sequence[Model], columns: Sequence[tuple[str, str, str, Convert]]) -> str:
    plan = [(f"c{n}", attribute, convert) for n, (attribute, _column, _kind, convert) in enumerate(columns)]
    found = []
    for row in rows:
        values = row.__dict__
        found.append({key: convert(values[attribute]) for key, attribute, convert in plan})
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _recordset(columns: Sequence[tuple[str, str, str, Convert]]) -> str:
    return ", ".join(f"c{n} {kind}" for n, (_attribute, _column, kind, _convert) in enumerate(columns))


def _table(rows: Sequence[Model]) -> Any:
    """Options of the rows' real model: a bound ticket is a proxy."""
    return rows[0]._meta.concrete_model._meta  # type: ignore[union-attr]


def _inserting(rows: Sequence[Model]) -> tuple[str, str]:
    """(INSERT in the order of the rows, its one parameter)."""
    meta = _table(rows)
    columns = _columns(meta.model, None)
    into = ", ".join(f'"{column}"' for _attribute, column, *_ in columns)
    values = ", ".join(f"c{n}" for n in range(len(columns)))
    sql = (
        f'INSERT INTO "{meta.db_table}" ({into}) SELECT {values} '
        f"FROM ROWS FROM (json_to_recordset(%s::json) AS ({_recordset(columns)})) WITH ORDINALITY AS u ORDER BY ordinality"
    )
    return sql, _document(rows, columns)


def insert(rows: Sequence[Model]) -> None:
    """Insert rows of one model in one statement and set their primary keys, in order."""
    if not rows:
        return
    sql, document = _inserting(rows)
    with connection.cursor() as cursor:
        cursor.execute(f'{sql} RETURNING "{_table(rows).pk.column}"', [document])
        for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = pk
            row._state.adding = False
            row._state.db = "default"


def insert_last(*sets: Sequence[Model]) -> None:
    """Insert rows of several models in one statement. Nobody may need their primary keys, nor one set another's rows."""
    parts = [_inserting(rows) for rows in sets if rows]
    if not parts:
        return
    *first, last = (sql for sql, _document in parts)
    before = ", ".join(f"w{n} AS ({sql})" for n, sql in enumerate(first))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {before} {last}" if before else last, [document for _sql, document in parts])


def update(rows: Sequence[Model], names: tuple[str, ...]) -> int:
    """Write the named fields of these rows in one statement; returns how many rows were there."""
    if not rows:
        return 0
    meta = _table(rows)
    columns = _columns(meta.model, (meta.pk.name, *names))
    sets = ", ".join(f'"{column}" = u.c{n}' for n, (_a, column, *_) in enumerate(columns) if n)
    sql = (
        f'UPDATE "{meta.db_table}" AS t SET {sets} '
        f'FROM json_to_recordset(%s::json) AS u({_recordset(columns)}) WHERE t."{columns[0][1]}" = u.c0'
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [_document(rows, columns)])
        return int(cursor.rowcount)


def upsert(rows: Sequence[Model], names: tuple[str, ...]) -> None:
    """Insert rows whose primary key is known, or write the named fields of those that are there; one statement.

    A row that would stay as it is but for the moment of its last change is left alone, and so are its indexes and triggers.
    """
    if not rows:
        return
    meta = _table(rows)
    columns = _columns(meta.model, (meta.pk.name, *names))
    into = ", ".join(f'"{column}"' for _attribute, column, *_ in columns)
    values = ", ".join(f"c{n}" for n in range(len(columns)))
    written = [column for _attribute, column, *_ in columns[1:]]
    sets = ", ".join(f'"{column}" = excluded."{column}"' for column in written)
    now, new = (", ".join(f'{row}."{one}"' for one in written if one != "updated_at") for row in ("kept", "excluded"))
    sql = (
        f'INSERT INTO "{meta.db_table}" AS kept ({into}) SELECT {values} FROM json_to_recordset(%s::json) AS u({_recordset(columns)}) '
        f'ON CONFLICT ("{meta.pk.column}") DO UPDATE SET {sets} WHERE ({now}) IS DISTINCT FROM ({new})'
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [_document(rows, columns)])
