"""Co-workers stay as long as they work for the body they were invited for: those there are, for the one of today."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

from kakehashi.kernel import clock


def say_for_whom(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Of the bodies somebody works for today one that takes part, else the first."""
    held: Any = apps.get_model("access", "RoleHeld")
    today = clock.today()
    for one in apps.get_model("calls", "CoWorker").objects.select_related("application"):
        roles = held.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), person=one.person_id, starts_on__lte=today)
        works_for = list(roles.order_by("organisation__code").values_list("organisation", flat=True))
        partners = one.application.partners.values_list("organisation", flat=True)
        taking_part = {one.application.implementer_id, *partners}
        one.organisation_id = next(
            (body for body in works_for if body in taking_part), works_for[0] if works_for else None
        )
        one.save(update_fields=["organisation"])


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_calls_roles"),
        ("calls", "0010_coworker_organisation"),
    ]

    operations = [migrations.RunPython(say_for_whom, migrations.RunPython.noop, elidable=True)]
