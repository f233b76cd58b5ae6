"""What a change of facts touches is looked for once, and not at all where no row is new or another one.

An upsert fires both triggers of 0206, one of them without a row; and two rows are compared as they are instead of as JSON:
the writers leave a row alone that would stay as it is (casework.rows.upsert).
"""

from importlib import import_module

from django.db import migrations

before = import_module("casework.migrations.0206_fact_changes")
BOTH = """
    SELECT r.* FROM new_rows n JOIN old_rows o USING (ticket_id)
    CROSS JOIN LATERAL (VALUES ({new}), ({old})) AS r ({columns}) WHERE n IS DISTINCT FROM o
""".format(
    new=", ".join(f"n.{name}" for name in before.NAMES),
    old=", ".join(f"o.{name}" for name in before.NAMES),
    columns=before.COLUMNS,
)
FUNCTION = f"""
CREATE OR REPLACE FUNCTION casework_fact_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (SELECT FROM new_rows) THEN {before.note(f"SELECT {before.COLUMNS} FROM new_rows")} END IF;
    ELSIF TG_OP = 'DELETE' THEN {before.note(f"SELECT {before.COLUMNS} FROM old_rows")}
    ELSIF EXISTS (SELECT FROM new_rows) THEN {before.note(BOTH)}
    END IF;
    RETURN NULL;
END $$;
"""  # noqa: S608
UNDO = before.FACTS[: before.FACTS.index("CREATE TRIGGER")].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("casework", "0210_site_visit_limits")]

    operations = [migrations.RunSQL(FUNCTION, UNDO)]
