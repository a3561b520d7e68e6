import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

SAID = """
CREATE TRIGGER "what was said stays" BEFORE UPDATE OR DELETE ON review_mention
    FOR EACH ROW EXECUTE FUNCTION annotation_refuse_rewriting();
"""


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('review', '0002_what_was_said_stays'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='review.comment')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'mention',
                'verbose_name_plural': 'mentions',
                'constraints': [models.UniqueConstraint(fields=('comment', 'person'), name='a comment names a person once')],
            },
        ),
        migrations.RunSQL(SAID, 'DROP TRIGGER "what was said stays" ON review_mention;'),
    ]
