"""The database itself notes the months whose numbers a change touches: whoever writes, in the same transaction.

A row of facts touches the month of each of its days, and those of its family: the parent's numbers ask for its children.
Rows are only added (no row that every writer waits for). A move that changes nothing that is counted notes nothing.
"""

from django.db import migrations

DAYS = (
    "opened_on", "accepted_on", "closed_on", "first_due_on", "first_closed_on", "mediation_ended_on", "agreed_on",
)  # fmt: skip


# What is promised is asked for by the last of a family's promises and has no month of its own (casework.reports.kept.ONCE).
PROMISED = """
        UNION ALL SELECT 'promised', date '0002-01-01', 1 WHERE EXISTS (
            SELECT FROM touched t WHERE t.type = 'performance' AND t.family IS NOT NULL
                OR EXISTS (SELECT FROM casework_casefact k WHERE k.family = t.ticket_id AND k.type = 'performance')
        )"""


def note(touched: str) -> str:
    """Note the months of these rows of facts (SQL with NAMES) and of their parents."""
    columns, of_parent = ", ".join(DAYS), ", ".join(f"p.{day}" for day in DAYS)
    values = ", ".join(f"('{day}', f.{day})" for day in DAYS)
    return f"""
        WITH touched AS ({touched}), families AS (
            SELECT {columns} FROM touched
            UNION ALL SELECT {of_parent} FROM casework_casefact p WHERE p.ticket_id IN (SELECT family FROM touched)
        )
        INSERT INTO casework_factchange (day, month, n)
        SELECT DISTINCT d.day, date_trunc('month', d.at)::date, 1
        FROM families f CROSS JOIN LATERAL (VALUES {values}) AS d (day, at) WHERE d.at IS NOT NULL
        {PROMISED};
    """


NAMES = ("ticket_id", "type", "family", *DAYS)
COLUMNS = ", ".join(NAMES)
CHANGED = "to_jsonb(n) - 'updated_at' IS DISTINCT FROM to_jsonb(o) - 'updated_at'"
BOTH = f"""
    SELECT {", ".join(f"n.{name}" for name in NAMES)} FROM new_rows n JOIN old_rows o USING (ticket_id) WHERE {CHANGED}
    UNION ALL
    SELECT {", ".join(f"o.{name}" for name in NAMES)} FROM new_rows n JOIN old_rows o USING (ticket_id) WHERE {CHANGED}
"""  # noqa: S608
FACTS = f"""
CREATE FUNCTION casework_fact_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN {note(f"SELECT {COLUMNS} FROM new_rows")}
    ELSIF TG_OP = 'DELETE' THEN {note(f"SELECT {COLUMNS} FROM old_rows")}
    ELSE {note(BOTH)}
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER fact_added AFTER INSERT ON casework_casefact REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION casework_fact_changed();
CREATE TRIGGER fact_changed AFTER UPDATE ON casework_casefact REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION casework_fact_changed();
CREATE TRIGGER fact_removed AFTER DELETE ON casework_casefact REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION casework_fact_changed();
"""  # noqa: S608
FACTS_UNDO = """
DROP TRIGGER fact_added ON casework_casefact;
DROP TRIGGER fact_changed ON casework_casefact;
DROP TRIGGER fact_removed ON casework_casefact;
DROP FUNCTION casework_fact_changed();
"""
# Of tickets (table 12) only what is counted there: opening, closing, reopening, voiding; every other move passes by.
TICKETS = """
CREATE FUNCTION casework_ticket_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO casework_factchange (day, month, n)
    SELECT DISTINCT d.day, date_trunc('month', d.at AT TIME ZONE 'Asia/Shanghai')::date, 1
    FROM (VALUES ('opened_at', NEW.opened_at), ('closed_at', NEW.closed_at), ('opened_at', OLD.opened_at), ('closed_at', OLD.closed_at))
        AS d (day, at)
    WHERE d.at IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER ticket_counted_new AFTER INSERT ON casework_ticket FOR EACH ROW EXECUTE FUNCTION casework_ticket_counted();
CREATE TRIGGER ticket_counted AFTER UPDATE ON casework_ticket FOR EACH ROW
    WHEN ((OLD.type, OLD.place_id, OLD.is_open, OLD.outcome, OLD.opened_at, OLD.closed_at) IS DISTINCT FROM
          (NEW.type, NEW.place_id, NEW.is_open, NEW.outcome, NEW.opened_at, NEW.closed_at))
    EXECUTE FUNCTION casework_ticket_counted();
"""
TICKETS_UNDO = """
DROP TRIGGER ticket_counted ON casework_ticket;
DROP TRIGGER ticket_counted_new ON casework_ticket;
DROP FUNCTION casework_ticket_counted();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0205_kept_counts")]

    operations = [migrations.RunSQL(FACTS, FACTS_UNDO), migrations.RunSQL(TICKETS, TICKETS_UNDO)]
