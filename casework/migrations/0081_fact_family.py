"""Child tickets of some kinds have a row of facts too; promises are counted from it, so `perform_by` goes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0010_unit_phone"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="casefact",
            name="fact_perform",
        ),
        migrations.RemoveField(
            model_name="casefact",
            name="perform_by",
        ),
        migrations.AddField(
            model_name="casefact",
            name="family",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name="casefact",
            index=models.Index(condition=models.Q(("family__isnull", False)), fields=["family"], name="fact_family"),
        ),
    ]
