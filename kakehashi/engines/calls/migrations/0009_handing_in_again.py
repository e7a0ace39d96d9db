from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0008_deciding_with_four_eyes"),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="again_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="出し直しの期限"),
        ),
    ]
