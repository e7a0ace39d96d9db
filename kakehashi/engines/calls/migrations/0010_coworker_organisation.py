import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0009_handing_in_again"),
        ("organisations", "0002_where_holidays_come_from"),
    ]

    operations = [
        migrations.AddField(
            model_name="coworker",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
                verbose_name="所属する団体",
            ),
        ),
    ]
