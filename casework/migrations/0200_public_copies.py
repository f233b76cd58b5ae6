"""Public copies of the tables as they were given out: whoever has them can compute with them, so they are kept for ever."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE TRIGGER casework_publiccopy_append_only BEFORE UPDATE OR DELETE ON casework_publiccopy FOR EACH ROW EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER casework_publiccopy_no_truncate BEFORE TRUNCATE ON casework_publiccopy FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only();
"""
UNGUARD = "DROP TRIGGER casework_publiccopy_append_only ON casework_publiccopy; DROP TRIGGER casework_publiccopy_no_truncate ON casework_publiccopy;"


class Migration(migrations.Migration):
    dependencies = [("casework", "0181_fact_rate")]

    operations = [
        migrations.CreateModel(
            name="PublicCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area", models.CharField(max_length=12)),
                ("period", models.CharField(max_length=7)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("tables", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-first", "area"),
                "constraints": [models.UniqueConstraint(fields=("area", "period"), name="public_copy_once")],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
