"""Add the time from which a reminder is no longer shown."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reminders", "0002_tune_delivery_table")]
    operations = [migrations.AddField("reminder", "ends_at", models.DateTimeField(blank=True, null=True))]
