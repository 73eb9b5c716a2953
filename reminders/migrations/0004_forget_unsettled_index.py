"""Remove an index that no query used: unsettled letters are found through their withdrawal."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reminders", "0003_ends_at")]
    operations = [migrations.RemoveIndex("delivery", "delivery_unsettled")]
