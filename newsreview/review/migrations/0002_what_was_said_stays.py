from django.db import migrations

# The edit of a reopening is the one that its submission does not stand any more because of.
ACCEPTED = """
CREATE FUNCTION review_refuse_accepted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.verb <> 'return' AND EXISTS (
        SELECT FROM annotation_submission submission
          JOIN review_acceptance acceptance ON acceptance.submission_id = submission.id
          LEFT JOIN annotation_reopening reopening ON reopening.submission_id = submission.id
         WHERE submission.annotation_set_id = NEW.annotation_set_id
           AND (reopening.id IS NULL OR reopening.edit_id = NEW.id)
    ) THEN
        RAISE EXCEPTION 'an accepted annotation set takes no edit but its return'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an accepted set stays as it is';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER "an accepted set stays as it is" BEFORE INSERT ON annotation_edit
    FOR EACH ROW EXECUTE FUNCTION review_refuse_accepted();
"""

TABLES = ("approval", "thread", "comment", "resolution", "return", "acceptance")
SAID = "\n".join(
    f'CREATE TRIGGER "what was said stays" BEFORE UPDATE OR DELETE ON review_{table}'
    " FOR EACH ROW EXECUTE FUNCTION annotation_refuse_rewriting();"
    for table in TABLES
)

UNDO = """
DROP TRIGGER "an accepted set stays as it is" ON annotation_edit;
DROP FUNCTION review_refuse_accepted();
""" + "\n".join(f'DROP TRIGGER "what was said stays" ON review_{table};' for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0001_initial"),
        ("annotation", "0003_sets_keep_what_they_answer"),
    ]
    operations = [migrations.RunSQL(ACCEPTED + SAID, UNDO)]
