"""Narrowings of the list kept under a name."""

from django.utils.translation import gettext as _

from kakehashi.engines.cases.models import SavedView
from kakehashi.foundation.access.actors import may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.organisations.models import Organisation, Person

MOST = 20


class TooManyViewsError(Exception):
    """One has as many views as one can have; the message is the sentence to show."""


def _may_share(by: Person, office: Organisation | None) -> bool:
    return office is None or may(by, Permission.HANDLE_CASES, office.pk)


def save_view(*, name: str, query: str, shared_with: Organisation | None, by: Person) -> SavedView:
    """`query`: the parameters of the list, as ``parameters`` gives them. Raises ``TooManyViewsError``."""
    with act("cases.save_view", None, by=by, permit=_may_share(by, shared_with)) as record:
        if SavedView.objects.filter(person=by).count() >= MOST:
            raise TooManyViewsError(_("保存できる条件は20件までです。使わない条件を削除してください。"))
        view = SavedView.objects.create(person=by, name=name, query=query, shared_with=shared_with)
        record.thing = view
    return view


def change_view(view: SavedView, *, name: str, shared_with: Organisation | None, by: Person) -> SavedView:
    """Another name, or shared with others; what it narrows to stays."""
    with act("cases.change_view", view, by=by, permit=view.person_id == by.pk and _may_share(by, shared_with)):
        view.name, view.shared_with = name, shared_with
        view.save()
    return view


def delete_view(view: SavedView, *, by: Person) -> None:
    """Also out of the lists of those it was shared with."""
    with act("cases.delete_view", view, by=by, permit=view.person_id == by.pk):
        view.delete()
