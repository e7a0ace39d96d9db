"""What the foundation is told about cases; imported once all models are loaded."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.cases import queries, searching, tasks
from kakehashi.engines.cases.choices import Starts, Theme
from kakehashi.engines.cases.models import MenuItem
from kakehashi.engines.cases.operations.mails import take_in_mail
from kakehashi.engines.cases.queries.handover import may_read_report
from kakehashi.engines.cases.queries.mails import CASE_ROUTE, VISITOR_ROUTE, arrived_mails
from kakehashi.foundation.catalogue import registry as catalogue
from kakehashi.foundation.catalogue.models import Plan, Service
from kakehashi.foundation.documents.gates import register_gate
from kakehashi.foundation.forms.sources import Choices, register_choices
from kakehashi.foundation.notices.receiving.taking_in import register_desk, register_route
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.search import registry as search
from kakehashi.foundation.tasks import schedule


def themes() -> Choices:
    return [(theme.value, str(theme.label)) for theme in Theme]


def menu() -> Choices:
    is_english = get_language() == "en"
    return [(i.code, i.name_en if is_english else i.name_ja) for i in MenuItem.objects.filter(is_offered=True)]


def entry(service: Service) -> str:
    """Where a service begins: without a sign-in where anybody may ask."""
    kinds = list(queries.open_kinds().filter(service_number=service.number))
    if len(kinds) == 1 and kinds[0].starts == Starts.ANYONE:
        return reverse("cases:ask", args=[kinds[0].code])
    return reverse("cases:start_service", args=[service.number])


def figures(plan: Plan) -> dict[int, catalogue.Figures]:
    counted = queries.figures(plan.fiscal_year)
    address = reverse("cases:list")
    return {
        number: catalogue.Figures(
            one.open, one.done, one.total, f"{address}?view=all&fiscal_year={plan.fiscal_year}&service={number}"
        )
        for number, one in counted.items()
    }


def may_read_files(person: Person | None, case_id: int) -> bool:
    return queries.visible_cases(person).filter(pk=case_id).exists()


def may_read_mail_files(person: Person | None, mail_id: int) -> bool:
    return arrived_mails(person).filter(pk=mail_id).exists()


register_choices("cases.themes", themes)
register_choices("cases.menu", menu)
register_gate("cases.case", may_read_files)
register_gate("cases.handover", may_read_report)
register_gate("cases.arrivedmail", may_read_mail_files)
register_route(CASE_ROUTE, take_in_mail)
register_route(VISITOR_ROUTE, take_in_mail)
register_desk(take_in_mail)
schedule.register(tasks.SCHEDULE)
search.register("cases.case", searching.handed_cases, label=_("案件"))
search.register(searching.KIND, searching.handed_kinds, label=_("はじめられるもの"), teller=searching.kind_words)
search.register(searching.PRECEDENT, searching.handed_precedents, label=_("事例"))
catalogue.register_opening(engine="cases", numbers=queries.opened_services, entry=entry)
catalogue.register_figures(figures)
