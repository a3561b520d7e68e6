from django.db import migrations

# Of what happened with an account only the words may be taken out, with the name of whom they are about.
WORDS_MAY_GO = """
CREATE OR REPLACE FUNCTION accounts_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND coalesce(current_setting('newsreview.dropping_demo', true), '') = 'yes' THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.detail = '{}'::jsonb
       AND to_jsonb(NEW) - 'detail' = to_jsonb(OLD) - 'detail' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what happened with accounts stays: % only grows', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'what happened with accounts stays';
END $$;
"""

AS_BEFORE = """
CREATE OR REPLACE FUNCTION accounts_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND coalesce(current_setting('newsreview.dropping_demo', true), '') = 'yes' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'what happened with accounts stays: % only grows', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'what happened with accounts stays';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_sessions"),
    ]

    operations = [
        migrations.RunSQL(WORDS_MAY_GO, AS_BEFORE),
    ]
