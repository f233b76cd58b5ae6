"""Columns that the rates of domain.md §2.7 need, and what units report by hand; that table is append-only."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE TRIGGER casework_reportentry_append_only BEFORE UPDATE OR DELETE ON casework_reportentry
    FOR EACH ROW EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER casework_reportentry_no_truncate BEFORE TRUNCATE ON casework_reportentry
    FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only();
"""
UNGUARD = """
DROP TRIGGER casework_reportentry_append_only ON casework_reportentry;
DROP TRIGGER casework_reportentry_no_truncate ON casework_reportentry;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0007_case_depth_triggers"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit", models.CharField(max_length=12)),
                ("month", models.DateField()),
                ("figures", models.JSONField(default=dict)),
                ("words", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.AddField(
            model_name="casefact",
            name="age",
            field=models.CharField(default="", max_length=10),
        ),
        migrations.AddField(
            model_name="casefact",
            name="agreed_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="casefact",
            name="agreement",
            field=models.CharField(default="", max_length=10),
        ),
        migrations.AddField(
            model_name="casefact",
            name="anonymous",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="casefact",
            name="calls",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="casefact",
            name="confirmable",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="casefact",
            name="confirmed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="casefact",
            name="first_closed_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="casefact",
            name="first_due_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="casefact",
            name="last_contact_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="casefact",
            name="mediation_ended_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="casefact",
            name="perform_by",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="casefact",
            name="performed_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="casefact",
            name="recurred_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="casefact",
            name="resolved",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="casefact",
            name="second_contact_on",
            field=models.DateField(null=True),
        ),
        migrations.AddIndex(
            model_name="casefact",
            index=models.Index(
                condition=models.Q(("first_due_on__isnull", False)), fields=["first_due_on"], name="fact_first_due"
            ),
        ),
        migrations.AddIndex(
            model_name="casefact",
            index=models.Index(
                condition=models.Q(("first_closed_on__isnull", False)),
                fields=["first_closed_on"],
                name="fact_first_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="casefact",
            index=models.Index(
                condition=models.Q(("mediation_ended_on__isnull", False)),
                fields=["mediation_ended_on"],
                name="fact_mediated",
            ),
        ),
        migrations.AddIndex(
            model_name="casefact",
            index=models.Index(
                condition=models.Q(("agreed_on__isnull", False)), fields=["agreed_on"], name="fact_agreed"
            ),
        ),
        migrations.AddIndex(
            model_name="casefact",
            index=models.Index(
                condition=models.Q(("perform_by__isnull", False)), fields=["perform_by"], name="fact_perform"
            ),
        ),
        migrations.AddField(
            model_name="reportentry",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="reportentry",
            index=models.Index(fields=["month", "unit", "id"], name="entry_month"),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
