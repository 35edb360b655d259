"""The database itself refuses to rewrite or drop a Change, on either engine."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = (
    """CREATE TRIGGER change_no_update BEFORE UPDATE ON negotiations_change
       BEGIN SELECT RAISE(ABORT, 'changes are append-only'); END""",
    """CREATE TRIGGER change_no_delete BEFORE DELETE ON negotiations_change
       BEGIN SELECT RAISE(ABORT, 'changes are append-only'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION change_append_only() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'changes are append-only'; END $$""",
    """CREATE TRIGGER change_append_only BEFORE UPDATE OR DELETE ON negotiations_change
       FOR EACH ROW EXECUTE FUNCTION change_append_only()""",
)


def forbid(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def allow(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER change_append_only ON negotiations_change")
        editor.execute("DROP FUNCTION change_append_only()")
    else:
        editor.execute("DROP TRIGGER change_no_update")
        editor.execute("DROP TRIGGER change_no_delete")


class Migration(migrations.Migration):
    dependencies = [("negotiations", "0001_record")]
    operations = [migrations.RunPython(forbid, allow)]
