from django.db import migrations, models

# Before, a digest held everything up to the moment at which it was sent.
MARK = """
UPDATE notices_notice AS notice SET mailed_at = digest.sent_at
  FROM notices_digest digest
 WHERE digest.person_id = notice.person_id AND notice.at <= digest.sent_at
"""


class Migration(migrations.Migration):
    breaking = True  # code of before writes when a digest was sent
    dependencies = [("notices", "0001_inbox")]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="mailed_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="mailed"),
        ),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
        migrations.RemoveField(model_name="digest", name="sent_at"),
    ]
