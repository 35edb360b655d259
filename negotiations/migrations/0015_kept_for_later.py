from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('negotiations', '0014_new_offers_and_deadlines_wait'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='to_be_read',
            field=models.BooleanField(default=False),
        ),
    ]
