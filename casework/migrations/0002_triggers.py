"""The database's own promises: history is append-only, and no ticket changes without its event."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION casework_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%' THEN
        RETURN NULL;  -- a test database is emptied between tests
    END IF;
    RAISE EXCEPTION '% on % refused: this table is append-only. Write a new row that corrects the old one.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""

GUARD = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only();
"""
UNGUARD = "DROP TRIGGER {table}_append_only ON {table}; DROP TRIGGER {table}_no_truncate ON {table};"

NEEDS_EVENT = """
CREATE FUNCTION casework_ticket_needs_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP = 'UPDATE' AND NEW.version <= OLD.version) OR NOT EXISTS (
        SELECT FROM casework_event e WHERE e.ticket_id = NEW.id AND e.seq = NEW.version AND e.to_state = NEW.state
            AND e.level = NEW.level AND e.unit = NEW.unit_id AND e.hash = NEW.head
    ) THEN
        RAISE EXCEPTION 'ticket %: state, level, unit or person in charge changed without its event. Use casework.gate.', NEW.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ticket_opened_with_event AFTER INSERT ON casework_ticket
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION casework_ticket_needs_event();
CREATE CONSTRAINT TRIGGER ticket_changed_with_event AFTER UPDATE ON casework_ticket
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.state, OLD.level, OLD.unit_id, OLD.assignee_id, OLD.version) IS DISTINCT FROM
          (NEW.state, NEW.level, NEW.unit_id, NEW.assignee_id, NEW.version))
    EXECUTE FUNCTION casework_ticket_needs_event();

CREATE FUNCTION casework_ticket_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ticket %: a ticket is never deleted. Void it through the gate.', OLD.number
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ticket_stays BEFORE DELETE ON casework_ticket FOR EACH ROW EXECUTE FUNCTION casework_ticket_stays();
"""
NEEDS_EVENT_UNDO = """
DROP TRIGGER ticket_stays ON casework_ticket;
DROP FUNCTION casework_ticket_stays();
DROP TRIGGER ticket_opened_with_event ON casework_ticket;
DROP TRIGGER ticket_changed_with_event ON casework_ticket;
DROP FUNCTION casework_ticket_needs_event();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, "DROP FUNCTION casework_append_only();"),
        migrations.RunSQL(GUARD.format(table="casework_event"), UNGUARD.format(table="casework_event")),
        migrations.RunSQL(GUARD.format(table="casework_readlog"), UNGUARD.format(table="casework_readlog")),
        migrations.RunSQL(NEEDS_EVENT, NEEDS_EVENT_UNDO),
    ]
