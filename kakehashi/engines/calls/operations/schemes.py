"""Schemes made, changed, ended after a year and taken up again."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kakehashi.engines.calls import searching
from kakehashi.engines.calls.models import Scheme
from kakehashi.engines.calls.rules import may_edit_scheme
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError, act
from kakehashi.foundation.catalogue import seed as catalogue

EDITABLE = ("name_ja", "name_en", "about_ja", "about_en", "service_numbers", "desk", "order")


class CodeTakenError(Exception):
    """Another scheme has this code."""

    def __init__(self) -> None:
        super().__init__(_("このコードはすでに使われています。別のコードにしてください。"))


class EndsTooEarlyError(Exception):
    """There are announced calls of a later year."""

    def __init__(self) -> None:
        super().__init__(_("それより後の年度に、公表した公募があります。その年度かそれより後の年度を選んでください。"))


def create_scheme(values: Mapping[str, Any], *, by: Actor) -> Scheme:
    """`values`: code and any of ``EDITABLE``. Without a call nobody sees it yet. Raises ``CodeTakenError``."""
    scheme = Scheme(**{name: values[name] for name in ("code", *EDITABLE) if name in values})
    with act("calls.create_scheme", None, by=by, permit=may_edit_scheme(by, scheme)) as record:
        if Scheme.objects.filter(code=scheme.code).exists():
            raise CodeTakenError
        scheme.save()
        record.thing = scheme
    return scheme


def change_scheme(scheme: Scheme, values: Mapping[str, Any], *, base_revision: int, by: Actor) -> Scheme:
    """Change any of ``EDITABLE``. To another section only by who may run calls there too."""
    with act("calls.change_scheme", scheme, by=by, permit=may_edit_scheme):
        _hold(scheme, base_revision)
        for name in EDITABLE:
            if name in values:
                setattr(scheme, name, values[name])
        if not may_edit_scheme(by, scheme):
            raise NotPermittedError(_("この課に移すことはできません。"))
        _save(scheme)
    return scheme


def end_scheme(scheme: Scheme, *, ends_after: int | None, base_revision: int, by: Actor) -> Scheme:
    """There are no calls after this fiscal year; ``None``: it goes on. Raises ``EndsTooEarlyError``."""
    with act("calls.end_scheme", scheme, by=by, permit=may_edit_scheme):
        _hold(scheme, base_revision)
        later = scheme.calls.filter(announced_at__isnull=False, fiscal_year__gt=ends_after or 0)
        if ends_after is not None and later.exists():
            raise EndsTooEarlyError
        scheme.ends_after = ends_after
        _save(scheme)
    return scheme


def _hold(scheme: Scheme, base_revision: int) -> None:
    """Hold the row and take it over as it is now."""
    scheme.refresh_from_db(from_queryset=Scheme.objects.select_for_update(no_key=True))
    if scheme.revision != base_revision:
        raise StaleError(scheme)


def _save(scheme: Scheme) -> None:
    scheme.revision += 1
    scheme.save()
    searching.hand_in_calls(scheme.calls.select_related("scheme"))
    catalogue.refresh_states()
