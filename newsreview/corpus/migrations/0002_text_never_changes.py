from django.db import migrations

TEXT_NEVER_CHANGES = """
CREATE FUNCTION corpus_refuse_new_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an article''s text never changes: a corrected text is another article'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'an article''s text never changes';
END $$;

CREATE TRIGGER "an article's text never changes"
    BEFORE UPDATE OF text, astral ON corpus_article
    FOR EACH ROW WHEN (OLD.text IS DISTINCT FROM NEW.text OR OLD.astral IS DISTINCT FROM NEW.astral)
    EXECUTE FUNCTION corpus_refuse_new_text();
"""

UNDO = """
DROP TRIGGER "an article's text never changes" ON corpus_article;
DROP FUNCTION corpus_refuse_new_text();
"""


class Migration(migrations.Migration):
    dependencies = [("corpus", "0001_initial")]
    operations = [migrations.RunSQL(TEXT_NEVER_CHANGES, UNDO)]
