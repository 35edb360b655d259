from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('negotiations', '0022_put_off_per_person'),
    ]

    operations = [
        migrations.AddField(
            model_name='subscription',
            name='lead_days',
            field=models.JSONField(blank=True, default=list),
        ),
    ]
