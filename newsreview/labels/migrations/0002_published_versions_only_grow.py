from django.db import migrations

ONLY_GROW = """
CREATE FUNCTION labels_refuse_to_shrink() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    version uuid;
BEGIN
    IF TG_TABLE_NAME = 'labels_label' THEN
        version := OLD.version_id;
    ELSE
        SELECT version_id INTO version FROM labels_label WHERE id = OLD.label_id;
    END IF;
    IF NOT EXISTS (SELECT FROM labels_labelsetversion WHERE id = version AND published_at IS NOT NULL)
       OR (TG_OP = 'DELETE' AND coalesce(current_setting('newsreview.dropping_demo', true), '') = 'yes') THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    RAISE EXCEPTION 'a published label set only grows: make a new version to change or remove what it has'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a published label set only grows';
END $$;

CREATE TRIGGER "labels of a published version stay" BEFORE DELETE ON labels_label
    FOR EACH ROW EXECUTE FUNCTION labels_refuse_to_shrink();

CREATE TRIGGER "labels of a published version keep their meaning" BEFORE UPDATE ON labels_label
    FOR EACH ROW WHEN (
        (OLD.version_id, OLD.key, OLD.kind, OLD.unit, OLD.excludes, OLD.from_labels, OLD.to_labels, OLD.at_most_one)
        IS DISTINCT FROM
        (NEW.version_id, NEW.key, NEW.kind, NEW.unit, NEW.excludes, NEW.from_labels, NEW.to_labels, NEW.at_most_one)
    ) EXECUTE FUNCTION labels_refuse_to_shrink();

CREATE TRIGGER "attributes of a published version stay" BEFORE DELETE ON labels_attribute
    FOR EACH ROW EXECUTE FUNCTION labels_refuse_to_shrink();

CREATE TRIGGER "attributes of a published version keep their meaning" BEFORE UPDATE ON labels_attribute
    FOR EACH ROW WHEN (
        (OLD.label_id, OLD.key, OLD.kind, OLD.required) IS DISTINCT FROM
        (NEW.label_id, NEW.key, NEW.kind, NEW.required) OR NOT NEW.values @> OLD.values
    ) EXECUTE FUNCTION labels_refuse_to_shrink();
"""

UNDO = """
DROP TRIGGER "labels of a published version stay" ON labels_label;
DROP TRIGGER "labels of a published version keep their meaning" ON labels_label;
DROP TRIGGER "attributes of a published version stay" ON labels_attribute;
DROP TRIGGER "attributes of a published version keep their meaning" ON labels_attribute;
DROP FUNCTION labels_refuse_to_shrink();
"""


class Migration(migrations.Migration):
    dependencies = [("labels", "0001_initial")]
    operations = [migrations.RunSQL(ONLY_GROW, UNDO)]
