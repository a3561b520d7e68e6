import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

# What a model marked stays as it was sent: both tables only grow, and its set has one edit for good.
STAYS = """
CREATE FUNCTION annotation_check_prediction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM annotation_annotationset s
          JOIN projects_task task ON task.id = s.task_id
          JOIN annotation_modelversion version ON version.project_id = task.project_id
         WHERE s.id = NEW.annotation_set_id AND s.kind = 'model' AND s.task_id = NEW.task_id
           AND version.id = NEW.model_version_id
    ) THEN
        RAISE EXCEPTION 'a prediction is a set of kind model, about an article of the project that knows its version'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a prediction belongs to its set';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER "a prediction belongs to its set" BEFORE INSERT ON annotation_prediction
    FOR EACH ROW EXECUTE FUNCTION annotation_check_prediction();

CREATE FUNCTION annotation_refuse_to_edit_prediction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM annotation_prediction WHERE annotation_set_id = NEW.annotation_set_id) THEN
        RAISE EXCEPTION 'what a model marked stays as it was sent'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'what a model marked stays';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER "what a model marked stays" BEFORE INSERT ON annotation_edit
    FOR EACH ROW WHEN (NEW.number > 1) EXECUTE FUNCTION annotation_refuse_to_edit_prediction();

CREATE TRIGGER "versions of models stay" BEFORE UPDATE OR DELETE ON annotation_modelversion
    FOR EACH ROW EXECUTE FUNCTION annotation_refuse_rewriting();
CREATE TRIGGER "predictions stay" BEFORE UPDATE OR DELETE ON annotation_prediction
    FOR EACH ROW EXECUTE FUNCTION annotation_refuse_rewriting();
"""

UNDO = """
DROP TRIGGER "a prediction belongs to its set" ON annotation_prediction;
DROP TRIGGER "what a model marked stays" ON annotation_edit;
DROP TRIGGER "versions of models stay" ON annotation_modelversion;
DROP TRIGGER "predictions stay" ON annotation_prediction;
DROP FUNCTION annotation_check_prediction();
DROP FUNCTION annotation_refuse_to_edit_prediction();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('annotation', '0007_disagreements_are_decided'),
        ('projects', '0009_what_reviewers_look_at'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ModelVersion',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('model', models.CharField(max_length=80, verbose_name='model')),
                ('version', models.CharField(max_length=80, verbose_name='version')),
                ('at', models.DateTimeField(db_default=models.Func(function='clock_timestamp'), editable=False, verbose_name='first sent')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='first sent by')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='model_versions', to='projects.project', verbose_name='project')),
            ],
            options={
                'verbose_name': 'model version',
                'verbose_name_plural': 'model versions',
                'constraints': [models.UniqueConstraint(fields=('project', 'model', 'version'), name='a project knows a version of a model once')],
            },
        ),
        migrations.CreateModel(
            name='Prediction',
            fields=[
                ('annotation_set', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='prediction', serialize=False, to='annotation.annotationset', verbose_name='annotation set')),
                ('model_version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='predictions', to='annotation.modelversion', verbose_name='model version')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='predictions', to='projects.task', verbose_name='task')),
            ],
            options={
                'verbose_name': 'prediction',
                'verbose_name_plural': 'predictions',
                'constraints': [models.UniqueConstraint(fields=('model_version', 'task'), name='a model version marks an article once')],
            },
        ),
        migrations.RunSQL(STAYS, UNDO),
    ]
