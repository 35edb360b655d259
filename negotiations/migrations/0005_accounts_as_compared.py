"""Accounts are compared inside the database, and watchers hear when a divergence changes or ends."""

from django.db import migrations, models

from negotiations.rules.divergence import said_of


def compare_accounts(apps, editor):
    """Each account as it is compared with others."""
    rows = apps.get_model("negotiations", "Account").objects
    for pk, value, value_on in rows.values_list("pk", "value", "value_on").iterator(500):
        rows.filter(pk=pk).update(said=said_of(value, value_on))


def tell_as_before(apps, editor):
    """Before, accounts that diverge were told of in one way only."""
    alerts = apps.get_model("negotiations", "Alert").objects
    alerts.filter(kind__in=["divergence_changed", "divergence_ended"]).update(kind="divergence_appeared")


class Migration(migrations.Migration):

    dependencies = [
        ('negotiations', '0004_alert_timing'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='alert',
            name='alert_kind_listed',
        ),
        migrations.AddField(
            model_name='account',
            name='said',
            field=models.TextField(default='', editable=False),
        ),
        migrations.RunPython(compare_accounts, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='alert',
            name='kind',
            field=models.CharField(choices=[('deadline_ahead', 'a deadline comes near'), ('deadline_passed', 'a deadline passes'), ('deadline_overdue', 'a deadline passed and nobody recorded an outcome'), ('deadline_moved', 'a deadline moved or was settled'), ('status_changed', "a proposal's status changed"), ('position_moved', 'a position moved'), ('divergence_appeared', 'accounts diverge'), ('divergence_changed', 'accounts diverge otherwise than before'), ('divergence_ended', 'accounts diverge no longer'), ('escalation', 'nobody has seen an alert'), ('alert_failed', 'an alert could not be delivered'), ('digest', 'several alerts in one')], max_length=24),
        ),
        migrations.RunPython(migrations.RunPython.noop, tell_as_before),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['deadline_ahead', 'deadline_passed', 'deadline_overdue', 'deadline_moved', 'status_changed', 'position_moved', 'divergence_appeared', 'divergence_changed', 'divergence_ended', 'escalation', 'alert_failed', 'digest'])), name='alert_kind_listed'),
        ),
    ]
