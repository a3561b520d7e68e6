from django.db import migrations

TASKS = """
CREATE FUNCTION projects_refuse_to_swap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a task is one article in one project for good: add another task instead'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a task keeps its project and its article';
END $$;

CREATE TRIGGER "a task keeps its project and its article"
    BEFORE UPDATE OF project_id, article_id ON projects_task
    FOR EACH ROW WHEN ((OLD.project_id, OLD.article_id) IS DISTINCT FROM (NEW.project_id, NEW.article_id))
    EXECUTE FUNCTION projects_refuse_to_swap();
"""

UNDO = """
DROP TRIGGER "a task keeps its project and its article" ON projects_task;
DROP FUNCTION projects_refuse_to_swap();
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]
    operations = [migrations.RunSQL(TASKS, UNDO)]
