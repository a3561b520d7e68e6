-- What an export of the project will hold, counted another way than the lines are; the two must agree at its end.
WITH held AS MATERIALIZED (
    SELECT annotation_set.id
      FROM projects_task task
      JOIN annotation_annotationset annotation_set ON annotation_set.task_id = task.id
     WHERE task.project_id = %(project)s
       AND NOT EXISTS (
           SELECT FROM annotation_takingback taking_back
            WHERE taking_back.annotation_set_id = annotation_set.id AND taking_back.ended_at IS NULL
       )
)
SELECT (SELECT count(*) FROM projects_task WHERE project_id = %(project)s) AS articles,
       (SELECT count(*) FROM held) AS annotation_sets,
       (SELECT count(*) FROM held JOIN annotation_span ON annotation_set_id = held.id) AS spans,
       (SELECT count(*) FROM held JOIN annotation_link ON annotation_set_id = held.id) AS links,
       (SELECT count(*) FROM held JOIN annotation_articlelabel ON annotation_set_id = held.id) AS article_labels,
       (
           SELECT count(*)
             FROM annotation_takingback taking_back
             JOIN annotation_annotationset annotation_set ON annotation_set.id = taking_back.annotation_set_id
             JOIN projects_task task ON task.id = annotation_set.task_id
            WHERE task.project_id = %(project)s AND taking_back.ended_at IS NULL
       ) AS taken_back,
       clock_timestamp() AS counted_at
