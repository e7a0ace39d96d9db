"""The pages on which headquarters and directors set up how cases are taken on."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kakehashi.engines.cases import rules
from kakehashi.engines.cases.models import CaseKind
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.items import Link


def settings_tabs(person: Person, current: str) -> list[Link]:
    """Directors have one page only, and no tabs."""
    if not rules.may_edit_kind(person):
        return []
    pages = [("kinds", _("案件の種類")), ("menu", _("支援項目")), ("settings", _("事務所・窓口の設定"))]
    return [Link(label, reverse(f"cases:{name}"), name == current) for name, label in pages]


def way_to(name: str, label: str, *further: Link) -> list[Link]:
    """The crumbs of a page that hangs on one of them."""
    return [Link(label, reverse(f"cases:{name}")), *further]


def way_to_kind(kind: CaseKind, *further: str) -> list[Link]:
    """The crumbs of a kind, or of a page that belongs to it."""
    below = [Link(label, "") for label in further]
    return way_to("kinds", _("案件の種類"), Link(str(kind), reverse("cases:kind", args=[kind.code])), *below)
