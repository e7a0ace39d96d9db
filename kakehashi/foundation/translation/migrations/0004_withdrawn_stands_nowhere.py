from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("translation", "0003_remarks")]

    operations = [
        migrations.AddConstraint(
            model_name="text",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_standing", True), ("state", "withdrawn"), _negated=True),
                name="translation_withdrawn_stands_nowhere",
            ),
        )
    ]
