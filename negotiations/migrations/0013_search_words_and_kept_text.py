"""Claims and conditions can be searched, documents keep their text, and every folded text is words alone."""

import negotiations.models.fields
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from negotiations.queries.beginning import vector
from negotiations.rules.folding import folded

TABLES = ("proposal", "condition", "party", "person", "event", "claim", "article")
# Titles first, as rows are searched: what begins with the words stands first.
TEXTS = {
    "condition": ("text", "issue_text"),
    "claim": ("assertion", "quotation"),
    "article": ("title", "author", "source__name"),
}


def fold(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Fill the new columns; take everything but words from those that are there."""
    for noun in TABLES:
        rows = apps.get_model("negotiations", noun)._base_manager.order_by("pk")
        paths = TEXTS.get(noun, ("search_text",))
        for pk, *texts in rows.values_list("pk", *paths).iterator(chunk_size=1000):
            rows.filter(pk=pk).update(search_text=folded(*texts))


def index(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Words of a million rows in milliseconds; the larger sample keeps rare words from being taken for common ones."""
    if editor.connection.vendor != "postgresql":
        return
    for noun in TABLES:
        editor.execute(f"CREATE INDEX {noun}_words ON negotiations_{noun} USING gin ({vector('search_text')})")
        editor.execute(f"ALTER INDEX {noun}_words ALTER COLUMN 1 SET STATISTICS 1000")


def drop_index(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        for noun in TABLES:
            editor.execute(f"DROP INDEX {noun}_words")


class Migration(migrations.Migration):

    dependencies = [
        ('negotiations', '0012_tokens_and_webhooks'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='text',
            field=negotiations.models.fields.ProseField(blank=True, max_length=200000),
        ),
        migrations.AddField(
            model_name='claim',
            name='search_text',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='condition',
            name='search_text',
            field=models.TextField(blank=True),
        ),
        migrations.RunPython(fold, migrations.RunPython.noop),
        migrations.RunPython(index, drop_index),
    ]
