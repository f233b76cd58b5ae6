"""The database's promise for money, quotas and seats: a booking is never rewritten, and no account is deleted."""

from django.db import migrations

GUARD = """
CREATE TRIGGER casework_entry_append_only BEFORE UPDATE OR DELETE ON casework_entry FOR EACH ROW EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER casework_entry_no_truncate BEFORE TRUNCATE ON casework_entry FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only();
"""
UNGUARD = "DROP TRIGGER casework_entry_append_only ON casework_entry; DROP TRIGGER casework_entry_no_truncate ON casework_entry;"


class Migration(migrations.Migration):
    dependencies = [("casework", "0160_accounts")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
