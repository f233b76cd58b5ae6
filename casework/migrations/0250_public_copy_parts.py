"""Public copies that are added up from others: by which keys, and from which. Copies from before this stay as they are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0231_fact_children")]

    operations = [
        migrations.AddField("publiccopy", "keys", models.JSONField(default=dict)),
        migrations.AddField("publiccopy", "parts", models.JSONField(default=list)),
    ]
