"""Model communities have limits of their own (aw.site, domain.md §5.4): clocks that run under the old key go on under it."""

from django.db import migrations

RENAME = """
UPDATE casework_clock c SET key = '{new}' FROM casework_ticket t
WHERE t.id = c.ticket_id AND t.type = 'model_community' AND c.key = '{old}' AND c.stopped_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0207_fact_unit")]

    operations = [
        migrations.RunSQL(RENAME.format(old="aw.level", new="aw.site"), RENAME.format(old="aw.site", new="aw.level"))
    ]
