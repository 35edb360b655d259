"""Accounts know the line they belong to, so that a party's last word is found on any day."""

import django.db.models.deletion
from django.db import migrations, models


def follow_lines(apps, editor):
    """Each account that replaces another gets the first of its line; the older ones come before the newer."""
    rows = apps.get_model("negotiations", "Account").objects
    first = {}
    for pk, replaces in rows.exclude(replaces=None).order_by("pk").values_list("pk", "replaces").iterator(500):
        first[pk] = first.get(replaces, replaces)
    for pk, begins in first.items():
        rows.filter(pk=pk).update(first=begins)


class Migration(migrations.Migration):

    dependencies = [
        ('negotiations', '0017_two_records_made_one'),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='first',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='line', to='negotiations.account'),
        ),
        migrations.RunPython(follow_lines, migrations.RunPython.noop),
    ]
