"""Foreign keys follow the same arrows as imports."""

from django.apps import apps
from django.db import models

from tests.house.sources import layers

TIERS = layers("A tier imports only what stands below it")
FOUNDATION = layers("The foundation is built in this order")


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("kakehashi.")]


def height(model: type[models.Model]) -> tuple[int, int]:
    """Where it stands: tier, and place within the foundation."""
    _root, tier, *rest = model.__module__.split(".")
    return TIERS.index(tier), FOUNDATION.index(rest[0]) if tier == "foundation" else 0


def test_foreign_keys_point_down_or_stay_at_home() -> None:
    found = [
        f"{model.__name__}.{field.name} → {target.__name__}"
        for model in our_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and isinstance(target := field.related_model, type)
        and target.__module__.startswith("kakehashi.")
        and target._meta.app_label != model._meta.app_label
        and height(target) >= height(model)
    ]

    assert found == []


def test_every_model_says_what_personal_data_it_holds() -> None:
    found = [model.__name__ for model in our_models() if "Personal data:" not in (model.__doc__ or "")]

    assert found == []
