"""The children of one kind are found without a look at those of other kinds: the rates of violence ask for four of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0230_fact_changes_once")]

    operations = [
        migrations.RemoveIndex(model_name="casefact", name="fact_family"),
        migrations.AddIndex(
            model_name="casefact",
            index=models.Index(condition=models.Q(family__isnull=False), fields=["type", "family"], name="fact_children"),
        ),
    ]
