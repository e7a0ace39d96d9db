from django.urls import reverse
from django.utils.translation import gettext as _

from kakehashi.foundation.ui.items import Link


def crumbs_of(*items: Link) -> list[Link]:
    """The way from the list of aims to here; the last item is the page itself."""
    return [Link(_("サービス"), reverse("catalogue:aims")), *items]
