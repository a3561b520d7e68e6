from django.db import migrations

# Only an index's owner may tidy it. The function acts as the owner, does this alone, and takes nothing from its caller.
TIDY = """
CREATE FUNCTION corpus_tidy_words() RETURNS bigint LANGUAGE sql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    AS $$ SELECT gin_clean_pending_list('public.articles_by_word') $$;
"""


class Migration(migrations.Migration):
    dependencies = [("corpus", "0006_search")]
    operations = [migrations.RunSQL(TIDY, "DROP FUNCTION corpus_tidy_words();")]
