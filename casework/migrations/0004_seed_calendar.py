"""The working calendar as published: years with make-up days are confirmed, the year after is not."""

from django.db import migrations

from workflows.calendars import CHINA_CONFIRMED_UNTIL, china_days

FIRST = 2007


def seed(apps, schema_editor):
    Year, Day = apps.get_model("casework", "CalendarYear"), apps.get_model("casework", "CalendarDay")
    last = CHINA_CONFIRMED_UNTIL.year
    source = "国务院办公厅节假日安排通知"
    Year.objects.bulk_create(
        [Year(year=year, confirmed=year <= last, source=source if year <= last else "") for year in range(FIRST, last + 2)],
        ignore_conflicts=True,
    )
    Day.objects.bulk_create(
        [
            Day(date=day, kind=kind, name=name, source=source if year <= last else "法定节日，调休未公布")
            for year in range(FIRST, last + 2)
            for day, kind, name in china_days(year)
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_redating")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
