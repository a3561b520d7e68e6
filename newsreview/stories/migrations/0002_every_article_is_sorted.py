from django.db import migrations

EVERY_ARTICLE = """
CREATE FUNCTION stories_add_to_unsorted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO stories_unsorted (article_id) SELECT id FROM added ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE TRIGGER "a story is looked for every new article"
    AFTER INSERT ON corpus_article REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION stories_add_to_unsorted();

CREATE FUNCTION stories_sort_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO stories_unsorted (article_id) VALUES (NEW.id) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE TRIGGER "what tells of its story has changed"
    AFTER UPDATE OF story_id, outlet_id, title, published_at ON corpus_article
    FOR EACH ROW WHEN (
        (OLD.story_id, OLD.outlet_id, OLD.title, OLD.published_at)
        IS DISTINCT FROM (NEW.story_id, NEW.outlet_id, NEW.title, NEW.published_at)
    )
    EXECUTE FUNCTION stories_sort_anew();

INSERT INTO stories_unsorted (article_id) SELECT id FROM corpus_article;
"""

UNDO = """
DROP TRIGGER "what tells of its story has changed" ON corpus_article;
DROP TRIGGER "a story is looked for every new article" ON corpus_article;
DROP FUNCTION stories_sort_anew();
DROP FUNCTION stories_add_to_unsorted();
TRUNCATE stories_unsorted;
"""

TABLES = ("answer", "storymove", "renaming")
SAID = "\n".join(
    f'CREATE TRIGGER "what was said stays" BEFORE UPDATE OR DELETE ON stories_{table}'
    " FOR EACH ROW EXECUTE FUNCTION annotation_refuse_rewriting();"
    for table in TABLES
)
UNSAID = "\n".join(f'DROP TRIGGER "what was said stays" ON stories_{table};' for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0001_initial"),
        ("corpus", "0005_every_article_is_compared"),
        ("annotation", "0002_what_constraints_cannot_say"),
    ]
    operations = [migrations.RunSQL(EVERY_ARTICLE + SAID, UNDO + UNSAID)]
