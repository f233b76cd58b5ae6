"""The closure rate is counted from indexes alone: past closings from one, what is still to be concluded from the other."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0180_reports"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="casefact", name="fact_closed"),
        migrations.AddIndex(
            model_name="casefact",
            index=models.Index(
                condition=models.Q(("closed_on__isnull", False)),
                fields=["closed_on", "place"],
                include=("unit", "type", "is_open", "accepted_on", "first_due_on", "outcome", "proven"),
                name="fact_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="casefact",
            index=models.Index(
                condition=models.Q(("is_open", True), ("proven", False), _connector="OR"),
                fields=["place"],
                include=(
                    "ticket",
                    "unit",
                    "type",
                    "is_open",
                    "accepted_on",
                    "closed_on",
                    "first_due_on",
                    "outcome",
                    "proven",
                    "risk",
                ),
                name="fact_undone",
            ),
        ),
    ]
