"""Changes that wait for a second person; looks into restricted negotiations, and who read what of them."""
import django.db.models.deletion
import negotiations.models.fields
from django.conf import settings
from django.db import migrations, models


def tell_otherwise(apps, editor):
    """Before, there was no word for a look into a restricted negotiation; what was told stays on record."""
    apps.get_model("negotiations", "Alert").objects.filter(kind="glass_broken").update(kind="escalation")


class Migration(migrations.Migration):

    dependencies = [
        ('negotiations', '0009_saved_views'),
    ]

    operations = [
        migrations.CreateModel(
            name='BreakGlass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_index=True)),
                ('reason', negotiations.models.fields.ProseField(max_length=2000)),
                ('until_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ProposedChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_index=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('move', models.CharField(choices=[('status', 'a change of status'), ('extend', 'an extension'), ('correct', 'a correction of a deadline'), ('settle', 'an outcome of a deadline'), ('go by', 'another reading of a deadline'), ('reading', "a party's reading of a deadline")], max_length=20)),
                ('asked_for', negotiations.models.fields.LineField(blank=True, max_length=300)),
                ('reason', negotiations.models.fields.ProseField(blank=True, max_length=2000)),
                ('arguments', models.JSONField(default=dict)),
                ('seen_version', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('waiting', 'waiting for a second person'), ('confirmed', 'confirmed'), ('declined', 'declined')], default='waiting', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision_reason', negotiations.models.fields.ProseField(blank=True, max_length=2000)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReadRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', negotiations.models.fields.LineField(max_length=60)),
                ('on', models.DateField()),
                ('first_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='alert',
            name='alert_kind_listed',
        ),
        migrations.RunPython(migrations.RunPython.noop, tell_otherwise),
        migrations.AlterField(
            model_name='alert',
            name='kind',
            field=models.CharField(choices=[('deadline_ahead', 'a deadline comes near'), ('deadline_passed', 'a deadline passes'), ('deadline_overdue', 'a deadline passed and nobody recorded an outcome'), ('deadline_moved', 'a deadline moved or was settled'), ('status_changed', "a proposal's status changed"), ('position_moved', 'a position moved'), ('divergence_appeared', 'accounts diverge'), ('divergence_changed', 'accounts diverge otherwise than before'), ('divergence_ended', 'accounts diverge no longer'), ('escalation', 'nobody has seen an alert'), ('alert_failed', 'an alert could not be delivered'), ('glass_broken', 'an administrator looks into a restricted negotiation'), ('digest', 'several alerts in one')], max_length=24),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['deadline_ahead', 'deadline_passed', 'deadline_overdue', 'deadline_moved', 'status_changed', 'position_moved', 'divergence_appeared', 'divergence_changed', 'divergence_ended', 'escalation', 'alert_failed', 'glass_broken', 'digest'])), name='alert_kind_listed'),
        ),
        migrations.AddField(
            model_name='breakglass',
            name='negotiation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='broken_glass', to='negotiations.negotiation'),
        ),
        migrations.AddField(
            model_name='breakglass',
            name='recorded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='breakglass',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='broken_glass', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='proposedchange',
            name='claim',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposed_changes', to='negotiations.claim'),
        ),
        migrations.AddField(
            model_name='proposedchange',
            name='deadline',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposed_changes', to='negotiations.deadline'),
        ),
        migrations.AddField(
            model_name='proposedchange',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='proposedchange',
            name='negotiation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposed_changes', to='negotiations.negotiation'),
        ),
        migrations.AddField(
            model_name='proposedchange',
            name='proposal',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposed_changes', to='negotiations.proposal'),
        ),
        migrations.AddField(
            model_name='proposedchange',
            name='recorded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='readrecord',
            name='negotiation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reads', to='negotiations.negotiation'),
        ),
        migrations.AddField(
            model_name='readrecord',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reads', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='breakglass',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['until_at'], name='breakglass_open'),
        ),
        migrations.AddConstraint(
            model_name='breakglass',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('negotiation', 'user'), name='breakglass_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='breakglass',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='breakglass_for_a_reason'),
        ),
        migrations.AddIndex(
            model_name='proposedchange',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['proposal'], name='proposedchange_waiting'),
        ),
        migrations.AddConstraint(
            model_name='proposedchange',
            constraint=models.CheckConstraint(condition=models.Q(('move__in', ['status', 'extend', 'correct', 'settle', 'go by', 'reading'])), name='proposedchange_move_listed'),
        ),
        migrations.AddConstraint(
            model_name='proposedchange',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'confirmed', 'declined'])), name='proposedchange_state_listed'),
        ),
        migrations.AddConstraint(
            model_name='proposedchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='proposedchange_decided_or_waiting'),
        ),
        migrations.AddConstraint(
            model_name='proposedchange',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('recorded_by')), _negated=True), ('state', 'declined'), _connector='OR'), name='proposedchange_confirmed_by_another'),
        ),
        migrations.AddConstraint(
            model_name='readrecord',
            constraint=models.UniqueConstraint(fields=('negotiation', 'user', 'what', 'on'), name='readrecord_once_a_day'),
        ),
    ]
