"""A row for each dispatch, counted per dispatcher; an index of the cases under supervision."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0081_fact_family")]

    operations = [
        migrations.CreateModel(
            name="DispatchRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("unit", models.CharField(max_length=12)),
                ("to", models.CharField(max_length=12)),
                ("returned_at", models.DateTimeField(null=True)),
                ("ground", models.CharField(default="", max_length=20)),
                ("ruled_at", models.DateTimeField(null=True)),
                ("upheld", models.BooleanField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatch_rows",
                        to="casework.ticket",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="dispatchrow", index=models.Index(fields=["unit", "at"], name="dispatch_unit_at")
        ),
        migrations.AddConstraint(
            model_name="dispatchrow", constraint=models.UniqueConstraint(fields=("ticket", "n"), name="dispatch_once")
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("data__has_any_keys", ["press_open", "leader", "consult_on"]), ("is_open", True)),
                fields=["unit", "id"],
                name="ticket_supervised",
            ),
        ),
    ]
