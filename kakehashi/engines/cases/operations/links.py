"""Links between cases that belong together."""

from kakehashi.engines.cases.models import Case, CaseLink
from kakehashi.engines.cases.rules import may_link, may_see
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.organisations.models import Person


def link_cases(case: Case, other: Case, *, why: str, by: Person) -> CaseLink:
    """Lay the two beside each other, once; whoever sees both reads `why`."""
    permit = case != other and may_link(by, case) and may_see(by, other)
    with act("cases.link", None, by=by, permit=permit) as record:
        older, newer = sorted([case, other], key=lambda one: one.pk)
        link, _is_new = CaseLink.objects.get_or_create(case=older, other=newer, defaults={"why": why, "by": by})
        record.thing = link
    return link


def unlink(link: CaseLink, *, by: Person) -> None:
    """They do not belong together after all. Whoever sees both and works on one of them may say so."""
    permit = (
        may_see(by, link.case) and may_see(by, link.other) and (may_link(by, link.case) or may_link(by, link.other))
    )
    with act("cases.unlink", link, by=by, permit=permit):
        link.delete()
