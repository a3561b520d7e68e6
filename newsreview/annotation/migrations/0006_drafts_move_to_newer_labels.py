from django.db import migrations

# A draft may move to a newer version of its own label set, whole: at the end of the transaction nothing in it wears a
# label of the older one. What was submitted keeps its version.
MOVES = """
CREATE OR REPLACE FUNCTION annotation_refuse_to_swap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'annotation_annotationset' THEN
        IF (OLD.task_id, OLD.kind) = (NEW.task_id, NEW.kind)
           AND EXISTS (
               SELECT FROM labels_labelsetversion older
                 JOIN labels_labelsetversion newer USING (label_set_id)
                WHERE older.id = OLD.label_set_version_id AND newer.id = NEW.label_set_version_id
                  AND older.number < newer.number AND newer.published_at IS NOT NULL)
           AND NOT EXISTS (
               SELECT FROM annotation_submission submission
                WHERE submission.annotation_set_id = NEW.id
                  AND NOT EXISTS (SELECT FROM annotation_reopening WHERE submission_id = submission.id))
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'an annotation set answers one task; only a draft moves, to a newer version of its label set'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a set keeps its task and its label set';
END $$;

CREATE FUNCTION annotation_check_moved_set() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM annotation_span mark JOIN labels_label label ON label.id = mark.label_id
                WHERE mark.annotation_set_id = NEW.id AND label.version_id <> NEW.label_set_version_id)
       OR EXISTS (SELECT FROM annotation_link mark JOIN labels_label label ON label.id = mark.label_id
                WHERE mark.annotation_set_id = NEW.id AND label.version_id <> NEW.label_set_version_id)
       OR EXISTS (SELECT FROM annotation_articlelabel mark JOIN labels_label label ON label.id = mark.label_id
                WHERE mark.annotation_set_id = NEW.id AND label.version_id <> NEW.label_set_version_id)
    THEN
        RAISE EXCEPTION 'a set that moves to a newer version takes all of its marks along'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a set moves with all of its marks';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER "a set moves with all of its marks"
    AFTER UPDATE OF label_set_version_id ON annotation_annotationset DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.label_set_version_id IS DISTINCT FROM NEW.label_set_version_id)
    EXECUTE FUNCTION annotation_check_moved_set();
"""

UNDO = """
DROP TRIGGER "a set moves with all of its marks" ON annotation_annotationset;
DROP FUNCTION annotation_check_moved_set();
CREATE OR REPLACE FUNCTION annotation_refuse_to_swap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an annotation set answers one task in one label-set version for good'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a set keeps its task and its label set';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("annotation", "0005_leases_end_by_nobody"),
        ("labels", "0003_published_stays_published"),
    ]
    operations = [migrations.RunSQL(MOVES, UNDO)]
