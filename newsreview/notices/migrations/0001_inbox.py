import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("annotation", "0006_drafts_move_to_newer_labels"),
        ("projects", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("person", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="digest", serialize=False, to=settings.AUTH_USER_MODEL)),
                ("wanted_since", models.DateTimeField(null=True, verbose_name="wanted since")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
            ],
            options={
                "verbose_name": "digest by mail",
                "verbose_name_plural": "digests by mail",
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("returned", "returned"), ("accepted", "accepted"), ("dealt_out", "dealt out"), ("mentioned", "mentioned"), ("settled", "settled"), ("rules_changed", "rules changed")], max_length=13, verbose_name="kind")),
                ("cause", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, verbose_name="cause")),
                ("said", models.JSONField(default=dict, help_text="The words that came with it.", verbose_name="said")),
                ("at", models.DateTimeField(db_default=models.Func(function="clock_timestamp"), editable=False, verbose_name="at")),
                ("read_at", models.DateTimeField(editable=False, null=True, verbose_name="read")),
                ("annotation_set", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="annotation.annotationset", verbose_name="annotation set")),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="by")),
                ("person", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="notices", to=settings.AUTH_USER_MODEL, verbose_name="person")),
                ("project", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="projects.project", verbose_name="project")),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "indexes": [
                    models.Index(fields=["person", "-id"], name="notices_of_a_person"),
                    models.Index(condition=models.Q(("read_at", None)), fields=["person"], name="unread_notices"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "cause"), name="a person is told of something once"),
                ],
            },
        ),
    ]
