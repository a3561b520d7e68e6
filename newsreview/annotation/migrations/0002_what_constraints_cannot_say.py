from django.db import migrations

SPANS = """
CREATE FUNCTION annotation_check_span() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands text;
    fits boolean;
BEGIN
    SELECT substring(article.text FROM NEW.start + 1 FOR NEW."end" - NEW.start),
           label.version_id = annotation_set.label_set_version_id AND label.kind = 'span'
      INTO stands, fits
      FROM annotation_annotationset annotation_set
      JOIN projects_task task ON task.id = annotation_set.task_id
      JOIN corpus_article article ON article.id = task.article_id
      JOIN labels_label label ON label.id = NEW.label_id
     WHERE annotation_set.id = NEW.annotation_set_id;
    IF stands IS DISTINCT FROM NEW.quote THEN
        RAISE EXCEPTION 'the text at [%, %) is not the quote', NEW.start, NEW."end"
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a quote is the text at its offsets';
    END IF;
    IF fits IS NOT TRUE THEN
        RAISE EXCEPTION 'the label of a span is a span label of its set''s label-set version'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a span has a span label of its set';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER "a quote is the text at its offsets"
    BEFORE INSERT OR UPDATE OF annotation_set_id, label_id, start, "end", quote ON annotation_span
    FOR EACH ROW EXECUTE FUNCTION annotation_check_span();
"""

LINKS = """
CREATE FUNCTION annotation_check_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM annotation_span a, annotation_span b, annotation_annotationset s, labels_label l,
                    labels_label la, labels_label lb
         WHERE a.id = NEW.from_span_id AND b.id = NEW.to_span_id AND s.id = NEW.annotation_set_id
           AND a.annotation_set_id = s.id AND b.annotation_set_id = s.id
           AND l.id = NEW.label_id AND l.version_id = s.label_set_version_id AND l.kind = 'link'
           AND la.id = a.label_id AND lb.id = b.label_id
           AND la.key = ANY (l.from_labels) AND lb.key = ANY (l.to_labels)
    ) THEN
        RAISE EXCEPTION 'a link joins two spans of its set whose labels its own label allows'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a link joins spans that its label allows';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER "a link joins spans that its label allows"
    BEFORE INSERT OR UPDATE OF annotation_set_id, label_id, from_span_id, to_span_id ON annotation_link
    FOR EACH ROW EXECUTE FUNCTION annotation_check_link();
"""

ARTICLE_LABELS = """
CREATE FUNCTION annotation_check_article_label() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM annotation_annotationset s JOIN labels_label l ON l.version_id = s.label_set_version_id
         WHERE s.id = NEW.annotation_set_id AND l.id = NEW.label_id AND l.kind = 'article'
    ) THEN
        RAISE EXCEPTION 'the label of an article is an article label of its set''s label-set version'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an article label belongs to its set';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER "an article label belongs to its set"
    BEFORE INSERT OR UPDATE OF annotation_set_id, label_id ON annotation_articlelabel
    FOR EACH ROW EXECUTE FUNCTION annotation_check_article_label();
"""

# The demo is dropped whole, as the one exception (manage.py remove_demo).
JOURNAL = """
CREATE FUNCTION annotation_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND coalesce(current_setting('newsreview.dropping_demo', true), '') = 'yes' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'what was done stays in the journal: % only grows', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'the journal only grows';
END $$;

CREATE TRIGGER "the journal only grows" BEFORE UPDATE OR DELETE ON annotation_edit
    FOR EACH ROW EXECUTE FUNCTION annotation_refuse_rewriting();
CREATE TRIGGER "submissions stay" BEFORE UPDATE OR DELETE ON annotation_submission
    FOR EACH ROW EXECUTE FUNCTION annotation_refuse_rewriting();
CREATE TRIGGER "reopenings stay" BEFORE UPDATE OR DELETE ON annotation_reopening
    FOR EACH ROW EXECUTE FUNCTION annotation_refuse_rewriting();
"""

UNDO = """
DROP TRIGGER "a quote is the text at its offsets" ON annotation_span;
DROP TRIGGER "a link joins spans that its label allows" ON annotation_link;
DROP TRIGGER "an article label belongs to its set" ON annotation_articlelabel;
DROP TRIGGER "the journal only grows" ON annotation_edit;
DROP TRIGGER "submissions stay" ON annotation_submission;
DROP TRIGGER "reopenings stay" ON annotation_reopening;
DROP FUNCTION annotation_check_span();
DROP FUNCTION annotation_check_link();
DROP FUNCTION annotation_check_article_label();
DROP FUNCTION annotation_refuse_rewriting();
"""


class Migration(migrations.Migration):
    dependencies = [("annotation", "0001_initial")]
    operations = [migrations.RunSQL(SPANS + LINKS + ARTICLE_LABELS + JOURNAL, UNDO)]
