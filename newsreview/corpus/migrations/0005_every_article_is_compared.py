from django.db import migrations

EVERY_ARTICLE = """
CREATE FUNCTION corpus_add_to_uncompared() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO corpus_uncompared (article_id) SELECT id FROM added ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE TRIGGER "every new article is compared"
    AFTER INSERT ON corpus_article REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION corpus_add_to_uncompared();

-- What an outlet repeats is none of another's.
CREATE FUNCTION corpus_compare_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO corpus_uncompared (article_id) VALUES (NEW.id) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE TRIGGER "an article of another outlet is compared anew"
    AFTER UPDATE OF outlet_id ON corpus_article
    FOR EACH ROW WHEN (OLD.outlet_id IS DISTINCT FROM NEW.outlet_id)
    EXECUTE FUNCTION corpus_compare_anew();

INSERT INTO corpus_uncompared (article_id) SELECT id FROM corpus_article;
"""

UNDO = """
DROP TRIGGER "an article of another outlet is compared anew" ON corpus_article;
DROP TRIGGER "every new article is compared" ON corpus_article;
DROP FUNCTION corpus_compare_anew();
DROP FUNCTION corpus_add_to_uncompared();
TRUNCATE corpus_uncompared;
"""


class Migration(migrations.Migration):
    dependencies = [("corpus", "0004_near_copies")]
    operations = [migrations.RunSQL(EVERY_ARTICLE, UNDO)]
