"""The database's promise for the year's plan: a target is never rewritten; a correction is a new row."""

from django.db import migrations

GUARD = """
CREATE TRIGGER casework_planfigure_append_only BEFORE UPDATE OR DELETE ON casework_planfigure FOR EACH ROW EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER casework_planfigure_no_truncate BEFORE TRUNCATE ON casework_planfigure FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only();
"""
UNGUARD = "DROP TRIGGER casework_planfigure_append_only ON casework_planfigure; DROP TRIGGER casework_planfigure_no_truncate ON casework_planfigure;"


class Migration(migrations.Migration):
    dependencies = [("casework", "0170_plan_figures")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
