"""An entry of the dispatch catalogue ends with a reason, by somebody."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0080_fact_numbers")]

    operations = [
        migrations.AddField(
            model_name="catalogueentry",
            name="end_reason",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="Why it ended"),
        ),
        migrations.AddField(
            model_name="catalogueentry",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Ended by",
            ),
        ),
    ]
