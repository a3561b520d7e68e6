from django.db import migrations

STAYS = """
CREATE TRIGGER "what was answered stays" BEFORE UPDATE OR DELETE ON suggestions_answer
    FOR EACH ROW EXECUTE FUNCTION annotation_refuse_rewriting();
"""
UNDO = 'DROP TRIGGER "what was answered stays" ON suggestions_answer;'


class Migration(migrations.Migration):
    dependencies = [
        ("suggestions", "0001_initial"),
        ("annotation", "0003_sets_keep_what_they_answer"),
    ]
    operations = [migrations.RunSQL(STAYS, UNDO)]
