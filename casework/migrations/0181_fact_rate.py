from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0180_reports'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='casefact',
            name='fact_closed',
        ),
        migrations.AddIndex(
            model_name='casefact',
            index=models.Index(condition=models.Q(('is_open', False)), fields=['closed_on', 'place'], include=('unit', 'type', 'is_open', 'accepted_on', 'first_due_on', 'outcome', 'proven'), name='fact_closed'),
        ),
        migrations.AddIndex(
            model_name='casefact',
            index=models.Index(condition=models.Q(('is_open', True), ('proven', False), _connector='OR'), fields=['place'], name='fact_undone'),
        ),
    ]
