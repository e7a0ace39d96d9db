"""The index itself, made for each database.

A later migration that makes SQLite rebuild the table `search_entry` (altering or removing a column) drops the trigger
with the old table: it must make it again.
"""

from django.db import migrations

# The tokens are made in Python and only parted by spaces; the tokenizer `ascii` takes every other sign as part of a
# token, where `unicode61` would know only the letters of an old version of Unicode.
SQLITE = [
    """CREATE VIRTUAL TABLE search_index USING fts5(
        title, body, title_words, words, readings, tokenize = 'ascii')""",
    "CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_index, 'col')",
    """CREATE TRIGGER search_entry_deleted AFTER DELETE ON search_entry
        BEGIN DELETE FROM search_index WHERE rowid = OLD.id; END""",
]
SQLITE_BACK = [
    "DROP TRIGGER search_entry_deleted",
    "DROP TABLE search_vocabulary",
    "DROP TABLE search_index",
]
# The long columns are kept apart from the rows, so that a page of the table holds many rows to look through.
POSTGRESQL = [
    "ALTER TABLE search_entry SET (toast_tuple_target = 128)",
    "ALTER TABLE search_entry ADD COLUMN lexemes tsvector",
    "CREATE INDEX search_entry_lexemes ON search_entry USING gin (lexemes) WITH (fastupdate = off)",
]
POSTGRESQL_BACK = [
    "ALTER TABLE search_entry DROP COLUMN lexemes",
    "ALTER TABLE search_entry RESET (toast_tuple_target)",
]


def _run(schema_editor, statements):
    for statement in statements:
        schema_editor.execute(statement)


def forwards(apps, schema_editor):
    _run(schema_editor, SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


def backwards(apps, schema_editor):
    _run(schema_editor, SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
