from django.db import migrations, models


def without_the_new_kinds(apps, schema_editor):
    """Going back: what is not sent yet is not sent, and what was is kept under a kind that was known before."""
    new = apps.get_model("negotiations", "Alert")._base_manager.filter(kind__in=["taken_back", "test_mail"])
    new.filter(state__in=["queued", "leased", "in flight", "in doubt"]).update(
        state="cancelled", reason="This kind of mail is no longer known.", lease_owner="", lease_until=None, wire=None
    )
    new.update(kind="digest")


class Migration(migrations.Migration):

    dependencies = [
        ('negotiations', '0015_kept_for_later'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='alert',
            name='alert_kind_listed',
        ),
        # Here, so that going back it comes before the old list is held to again.
        migrations.RunPython(migrations.RunPython.noop, without_the_new_kinds),
        migrations.AlterField(
            model_name='alert',
            name='kind',
            field=models.CharField(choices=[('deadline_ahead', 'a deadline comes near'), ('deadline_passed', 'a deadline passes'), ('deadline_overdue', 'a deadline passed and nobody recorded an outcome'), ('deadline_moved', 'a deadline moved or was settled'), ('status_changed', "a proposal's status changed"), ('position_moved', 'a position moved'), ('divergence_appeared', 'accounts diverge'), ('divergence_changed', 'accounts diverge otherwise than before'), ('divergence_ended', 'accounts diverge no longer'), ('taken_back', 'what you were told was taken back'), ('escalation', 'nobody has seen an alert'), ('alert_failed', 'an alert could not be delivered'), ('glass_broken', 'an administrator looks into a restricted negotiation'), ('digest', 'several alerts in one'), ('test_mail', 'a test mail')], max_length=24),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['deadline_ahead', 'deadline_passed', 'deadline_overdue', 'deadline_moved', 'status_changed', 'position_moved', 'divergence_appeared', 'divergence_changed', 'divergence_ended', 'taken_back', 'escalation', 'alert_failed', 'glass_broken', 'digest', 'test_mail'])), name='alert_kind_listed'),
        ),
    ]
