from django.db import migrations

# The quotes of a set's spans were checked against its task's article, and their labels against its version.
SETS = """
CREATE FUNCTION annotation_refuse_to_swap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an annotation set answers one task in one label-set version for good'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a set keeps its task and its label set';
END $$;

CREATE TRIGGER "a set keeps its task and its label set"
    BEFORE UPDATE OF task_id, kind, label_set_version_id ON annotation_annotationset
    FOR EACH ROW WHEN (
        (OLD.task_id, OLD.kind, OLD.label_set_version_id) IS DISTINCT FROM
        (NEW.task_id, NEW.kind, NEW.label_set_version_id)
    ) EXECUTE FUNCTION annotation_refuse_to_swap();

CREATE TRIGGER "a mark keeps its set" BEFORE UPDATE OF annotation_set_id ON annotation_span
    FOR EACH ROW WHEN (OLD.annotation_set_id IS DISTINCT FROM NEW.annotation_set_id)
    EXECUTE FUNCTION annotation_refuse_to_swap();
"""

# Ending one is the only change there is.
TAKINGS_BACK = """
CREATE TRIGGER "takings back stay" BEFORE DELETE ON annotation_takingback
    FOR EACH ROW EXECUTE FUNCTION annotation_refuse_rewriting();
CREATE TRIGGER "takings back keep who and when" BEFORE UPDATE ON annotation_takingback
    FOR EACH ROW WHEN (
        (OLD.annotation_set_id, OLD.by_id, OLD.at) IS DISTINCT FROM (NEW.annotation_set_id, NEW.by_id, NEW.at)
        OR OLD.ended_at IS NOT NULL
    ) EXECUTE FUNCTION annotation_refuse_rewriting();
"""

UNDO = """
DROP TRIGGER "a set keeps its task and its label set" ON annotation_annotationset;
DROP TRIGGER "a mark keeps its set" ON annotation_span;
DROP TRIGGER "takings back stay" ON annotation_takingback;
DROP TRIGGER "takings back keep who and when" ON annotation_takingback;
DROP FUNCTION annotation_refuse_to_swap();
"""


class Migration(migrations.Migration):
    dependencies = [("annotation", "0002_what_constraints_cannot_say")]
    operations = [migrations.RunSQL(SETS + TAKINGS_BACK, UNDO)]
