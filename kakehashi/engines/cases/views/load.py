"""How much each officer has in hand, for who shares out the work."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kakehashi.engines.cases.queries.load import load_of, offices_to_share_out
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.ui.items import Link


def index(request: SignedInRequest) -> HttpResponse:
    """One office at a time; `office` in the address is its code."""
    offices = list(offices_to_share_out(request.person))
    if not offices:
        raise NotPermittedError(_("担当の割り振りは、事務所の所長と本部の課の職員が行います。"))
    code = request.GET.get("office", offices[0].code)
    office = next((one for one in offices if one.code == code), None)
    if office is None:
        raise Http404
    tabs = [Link(str(one), f"?office={one.code}", one == office) for one in offices]
    context = {"office": office, "tabs": tabs if len(tabs) > 1 else [], "loads": load_of(office, request.person)}
    return render(request, "cases/list_load.html", context)
