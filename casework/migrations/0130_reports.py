"""Monthly entries are never rewritten; an index for matters entered in error, which the contacts of a period leave out."""

from django.db import migrations, models

GUARD = """
CREATE TRIGGER casework_reportentry_append_only BEFORE UPDATE OR DELETE ON casework_reportentry FOR EACH ROW EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER casework_reportentry_no_truncate BEFORE TRUNCATE ON casework_reportentry FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only();
"""
UNGUARD = "DROP TRIGGER casework_reportentry_append_only ON casework_reportentry; DROP TRIGGER casework_reportentry_no_truncate ON casework_reportentry;"


class Migration(migrations.Migration):
    dependencies = [("casework", "0171_plan_stays")]

    operations = [
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.AddIndex(
            model_name="casefact",
            index=models.Index(condition=models.Q(("outcome", "X3")), fields=["ticket"], name="fact_void"),
        ),
    ]
