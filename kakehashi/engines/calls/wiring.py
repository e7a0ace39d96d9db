"""What the foundation is told about calls; imported once all models are loaded."""

from urllib.parse import urlencode

from django.core.checks import register as register_check
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls import queries, searching, tasks
from kakehashi.engines.calls.queries import counting, reviewing
from kakehashi.engines.calls.queries.letters import may_read_letter
from kakehashi.engines.calls.queries.public import call_of_service
from kakehashi.engines.calls.rules.council import check_settings
from kakehashi.foundation.catalogue import registry as catalogue
from kakehashi.foundation.catalogue.models import Plan, Service
from kakehashi.foundation.documents.gates import register_gate
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.search import registry as search
from kakehashi.foundation.tasks import schedule


def may_read_files(person: Person | None, application_id: int) -> bool:
    if queries.visible_applications(person).filter(pk=application_id).exists():
        return True
    return reviewing.may_read_files(person, application_id)


def entry(service: Service) -> str:
    """The page of the call that carries the service now: there applying begins, or is said when it does."""
    found = call_of_service(service.number)
    return reverse("calls:call", args=[found.pk]) if found else reverse("calls:calls")


def figures(plan: Plan) -> dict[int, catalogue.Figures]:
    year = plan.fiscal_year
    return {number: _figures(one, year) for number, one in counting.figures(year).items()}


def _figures(one: counting.Figures, year: int) -> catalogue.Figures:
    asked = {"view": "all", "fiscal_year": year} | ({"scheme": one.scheme} if one.scheme else {})
    return catalogue.Figures(one.open, one.done, one.total, f"{reverse('calls:applications')}?{urlencode(asked)}")


register_gate("calls.application", may_read_files)
register_gate("calls.letter", may_read_letter)
schedule.register(tasks.SCHEDULE)
search.register(searching.CALL, searching.handed_calls, label=_("募集"), teller=searching.call_words)
search.register(searching.RESULT, searching.handed_results, label=_("採択事業の成果"))
search.register(searching.APPLICATION, searching.handed_applications, label=_("申請"))
catalogue.register_opening(engine="calls", numbers=queries.opened_services, entry=entry)
catalogue.register_figures(figures)
register_check(check_settings)
