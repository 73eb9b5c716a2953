"""The posting's text moves into a row of its own, so that rows of applications stay short."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TAKE_OUT = """
    INSERT INTO tracker_posting (application_id, owner_id, text)
    SELECT id, owner_id, posting FROM tracker_application WHERE posting <> ''
"""
PUT_BACK = """
    UPDATE tracker_application
    SET posting = (SELECT text FROM tracker_posting WHERE application_id = tracker_application.id)
    WHERE id IN (SELECT application_id FROM tracker_posting)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('tracker', '0004_indexes_that_cover'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=100000)),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='kept_posting', to='tracker.application')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RunSQL([TAKE_OUT], [PUT_BACK]),
        migrations.RemoveField(
            model_name='application',
            name='posting',
        ),
    ]
