from django.db import migrations

# One slot for each person who has the task; every other task has one that is open.
SLOTS = """
INSERT INTO projects_slot (project_id, task_id, number, person_id, turn, heard_at)
SELECT task.project_id, task.id, row_number() OVER (PARTITION BY task.id ORDER BY held.created_at, held.id),
       held.person_id, task.turn,
       CASE WHEN NOT EXISTS (
                SELECT FROM annotation_submission submission
                 WHERE submission.annotation_set_id = held.id
                   AND NOT EXISTS (SELECT FROM annotation_reopening WHERE submission_id = submission.id)
            )
            THEN coalesce((SELECT max(edit.at) FROM annotation_edit edit WHERE edit.annotation_set_id = held.id),
                          held.created_at)
       END
  FROM annotation_annotationset held
  JOIN projects_task task ON task.id = held.task_id
 WHERE held.kind = 'person'
   AND NOT EXISTS (
       SELECT FROM annotation_takingback WHERE annotation_set_id = held.id AND ended_at IS NULL
 );

INSERT INTO projects_slot (project_id, task_id, number, turn)
SELECT project_id, id, 1, turn FROM projects_task task
 WHERE NOT EXISTS (SELECT FROM projects_slot WHERE task_id = task.id);
"""


class Migration(migrations.Migration):
    dependencies = [("annotation", "0003_sets_keep_what_they_answer"), ("projects", "0005_slots")]
    operations = [migrations.RunSQL(SLOTS, migrations.RunSQL.noop)]
