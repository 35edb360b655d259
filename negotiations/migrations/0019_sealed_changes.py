"""Each change bears a seal from now on, and PostgreSQL refuses to empty their table at once."""

from django.db import migrations, models

from config.seals import seal
from negotiations.models.snapshots import beginning

TRUNCATE = """CREATE TRIGGER change_no_truncate BEFORE TRUNCATE ON negotiations_change
              FOR EACH STATEMENT EXECUTE FUNCTION change_append_only()"""


def seal_from_here(apps, editor):
    """What is on record by now keeps its hashes alone; the seals begin with the next change."""
    for head in apps.get_model("negotiations", "ChainHead").objects.all():
        head.sealed_from = head.sequence + 1
        head.seal = seal(beginning(head.sealed_from))
        head.save(update_fields=["sealed_from", "seal"])


def forbid(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(TRUNCATE)


def allow(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER change_no_truncate ON negotiations_change")


class Migration(migrations.Migration):

    dependencies = [
        ('negotiations', '0018_lines_of_accounts'),
    ]

    operations = [
        migrations.AddField(
            model_name='chainhead',
            name='seal',
            field=models.CharField(default='', max_length=64),
        ),
        migrations.AddField(
            model_name='chainhead',
            name='sealed_from',
            field=models.BigIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='change',
            name='seal',
            field=models.CharField(blank=True, max_length=64, null=True),
        ),
        migrations.RunPython(seal_from_here, migrations.RunPython.noop),
        migrations.RunPython(forbid, allow),
    ]
