"""What stands with a unit outside the reader's areas is counted from an index (casework.access.unseen)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0206_fact_changes")]

    operations = [
        migrations.AddIndex(model_name="casefact", index=models.Index(fields=["unit"], name="fact_unit")),
    ]
