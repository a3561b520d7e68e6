from django.db import migrations

PUBLISHED = """
CREATE FUNCTION labels_refuse_to_unpublish() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published label set stays published, under its number'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a published label set stays published';
END $$;

CREATE TRIGGER "a published label set stays published"
    BEFORE UPDATE OF published_at, published_by_id, number, label_set_id ON labels_labelsetversion
    FOR EACH ROW WHEN (
        OLD.published_at IS NOT NULL AND
        (OLD.published_at, OLD.published_by_id, OLD.number, OLD.label_set_id) IS DISTINCT FROM
        (NEW.published_at, NEW.published_by_id, NEW.number, NEW.label_set_id)
    ) EXECUTE FUNCTION labels_refuse_to_unpublish();
"""

UNDO = """
DROP TRIGGER "a published label set stays published" ON labels_labelsetversion;
DROP FUNCTION labels_refuse_to_unpublish();
"""


class Migration(migrations.Migration):
    dependencies = [("labels", "0002_published_versions_only_grow")]
    operations = [migrations.RunSQL(PUBLISHED, UNDO)]
