"""An index for matters entered in error, which the contacts of a period leave out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0171_plan_stays")]

    operations = [
        migrations.AddIndex(
            model_name="casefact",
            index=models.Index(condition=models.Q(("outcome", "X3")), fields=["ticket"], name="fact_void"),
        ),
    ]
