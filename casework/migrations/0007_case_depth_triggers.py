"""The database's promises for the new tables: what was counted, linked, frozen or signed is not rewritten."""

from django.db import migrations

GUARDED = ("casework_contact", "casework_ticketlink", "casework_snapshot")
GUARD = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only();
"""
UNGUARD = "DROP TRIGGER {table}_append_only ON {table}; DROP TRIGGER {table}_no_truncate ON {table};"

PAPER = """
CREATE FUNCTION casework_paper_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.voided_at IS NOT NULL
        OR (to_jsonb(NEW) - 'voided_at' - 'void_reason') IS DISTINCT FROM (to_jsonb(OLD) - 'voided_at' - 'void_reason') THEN
        RAISE EXCEPTION 'paper %: a signed paper is never changed or deleted. Void it through the gate.', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER paper_stays BEFORE UPDATE OR DELETE ON casework_paper FOR EACH ROW EXECUTE FUNCTION casework_paper_stays();
"""
PAPER_UNDO = "DROP TRIGGER paper_stays ON casework_paper; DROP FUNCTION casework_paper_stays();"


class Migration(migrations.Migration):
    dependencies = [("casework", "0006_case_depth")]

    operations = [
        *(migrations.RunSQL(GUARD.format(table=table), UNGUARD.format(table=table)) for table in GUARDED),
        migrations.RunSQL(PAPER, PAPER_UNDO),
    ]
