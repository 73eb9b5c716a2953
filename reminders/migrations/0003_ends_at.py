"""Some reminders leave the page by themselves."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reminders", "0002_tune_delivery_table")]
    operations = [migrations.AddField("reminder", "ends_at", models.DateTimeField(blank=True, null=True))]
