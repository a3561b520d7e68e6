from django.db import migrations

TABLES = ("release", "outcome", "withdrawal")
STAYS = "\n".join(
    f'CREATE TRIGGER "what was released stays" BEFORE UPDATE OR DELETE ON exports_{table}'
    " FOR EACH ROW EXECUTE FUNCTION annotation_refuse_rewriting();"
    for table in TABLES
)
UNDO = "\n".join(f'DROP TRIGGER "what was released stays" ON exports_{table};' for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("exports", "0001_releases"),
        ("annotation", "0003_sets_keep_what_they_answer"),
    ]
    operations = [migrations.RunSQL(STAYS, UNDO)]
