"""A phone at which a unit can be reached: shown to a party who looks at the state of her case."""

from django.core.validators import RegexValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0060_catalogue_end")]

    operations = [
        migrations.AddField(
            model_name="jurisdiction",
            name="phone",
            field=models.CharField(
                blank=True,
                default="",
                max_length=30,
                validators=[RegexValidator(r"^\+?[0-9][0-9 \-]{2,28}$", "Write digits, for example 025-12338.")],
                verbose_name="Phone",
            ),
        ),
    ]
