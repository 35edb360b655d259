"""Alerts wait for their reader's own hour, and the way to the mail server is kept in view."""

import datetime
import django.db.models.deletion
import negotiations.models.fields
from django.db import migrations, models


def keep_moments(apps, editor):
    """Alerts already queued are tried when they were to be sent; stages already armed count from their moment."""
    apps.get_model("negotiations", "Alert").objects.update(next_try_at=models.F("send_at"))
    apps.get_model("negotiations", "ArmedAlert").objects.update(armed_at=models.F("fire_at"))


def forget_skips(apps, editor):
    apps.get_model("negotiations", "ArmedAlert").objects.filter(state="skipped").update(state="disarmed")


class Migration(migrations.Migration):

    dependencies = [
        ('negotiations', '0003_seed_keys'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChangeCursor',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('sequence', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='MailRoute',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('failed_since', models.DateTimeField(blank=True, null=True)),
                ('closed_until', models.DateTimeField(blank=True, null=True)),
                ('answer', negotiations.models.fields.ProseField(blank=True, max_length=1000)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='armedalert',
            name='armedalert_state_listed',
        ),
        migrations.RemoveIndex(
            model_name='alert',
            name='alert_deliverable',
        ),
        migrations.AddField(
            model_name='alert',
            name='about',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='told_in', to='negotiations.alert'),
        ),
        migrations.AddField(
            model_name='alert',
            name='escalate_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='alert',
            name='gathered',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='alert',
            name='next_try_at',
            field=models.DateTimeField(default=datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='armedalert',
            name='armed_at',
            field=models.DateTimeField(default=datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)),
            preserve_default=False,
        ),
        migrations.RunPython(keep_moments, forget_skips),
        migrations.AlterField(
            model_name='armedalert',
            name='state',
            field=models.CharField(choices=[('armed', 'armed'), ('fired', 'fired'), ('disarmed', 'disarmed'), ('skipped', 'skipped')], default='armed', max_length=10),
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(condition=models.Q(('state__in', ['queued', 'in doubt'])), fields=['next_try_at'], name='alert_deliverable'),
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(condition=models.Q(('escalate_at__isnull', False)), fields=['escalate_at'], name='alert_unseen'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(('next_try_at__gte', models.F('send_at'))), name='alert_never_tried_early'),
        ),
        migrations.AddConstraint(
            model_name='armedalert',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['armed', 'fired', 'disarmed', 'skipped'])), name='armedalert_state_listed'),
        ),
    ]
