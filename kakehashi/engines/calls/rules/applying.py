"""What an application needs before it leaves the applicant, beside its papers; and who chooses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls.choices import Consent
from kakehashi.engines.calls.rules import is_applicant

if TYPE_CHECKING:
    from kakehashi.engines.calls.models import Application, Partner
    from kakehashi.engines.calls.rules import Words
    from kakehashi.foundation.access.actors import Actor

NO_TRACK = _("枠が選ばれていません。枠を選んでください。")


def may_choose_partners(actor: Actor, application: Application) -> bool:
    """Before it is handed in; and while it is mended, where a partner wants no part in it any more."""
    if not is_applicant(actor, application):
        return False
    return application.step == "draft" or (application.step == "returned" and _lacks_partner(application))


def _lacks_partner(application: Application) -> bool:
    consents = list(application.partners.values_list("consent", flat=True))
    return Consent.REFUSED in consents or _names_nobody(application, len(consents))


def _names_nobody(application: Application, partners: int) -> bool:
    """Whether it is to be a joint one and says with whom nowhere; an NGO carries it out together with the applicant."""
    return application.is_joint and not partners and application.implementer_id is None


def may_go_alone(actor: Actor, application: Application) -> bool:
    """While it is mended and nobody is left who takes part, or may still agree to."""
    if application.step != "returned" or not application.is_joint or not is_applicant(actor, application):
        return False
    return _lacks_partner(application) and not application.partners.exclude(consent=Consent.REFUSED).exists()


def may_end_unaccepted(application: Application) -> bool:
    """What the applicant mends is left to it, until the time that was said is over."""
    return application.step != "returned" or application.why_late() is not None


def track_is_chosen(application: Application) -> Words | None:
    """Money and places are promised out of a track only."""
    return NO_TRACK if application.track_id is None else None


def eligibility_is_declared(application: Application) -> Words | None:
    """Every question of eligibility is answered as it stands now, and none against the application."""
    said = dict(application.declarations.values_list("text_ja", "is_yes"))
    lines = list(application.call.eligibility_lines.all())
    if any(line.text_ja not in said for line in lines):
        return _("申請資格の確認に、まだ答えていない項目があります。")
    return next((line.refusal for line in lines if said[line.text_ja] != line.wanted), None)


def all_consent(application: Application) -> Words | None:
    """Every partner agreed, and to what stands there now."""
    partners = list(application.partners.select_related("organisation"))
    if _names_nobody(application, len(partners)):
        return _("共同で実施する団体を加えてください。")
    wanting = [one for one in partners if one.consent != Consent.GIVEN]
    if wanting:
        return gettext("共同で実施する団体の同意がそろっていません: %(bodies)s") % {"bodies": _names(wanting)}
    if outdated := [one for one in partners if one.is_outdated()]:
        words = gettext("同意のあとで申請書が変わりました。もう一度同意を求めてください: %(bodies)s")
        return words % {"bodies": _names(outdated)}
    return None


def _names(partners: list[Partner]) -> str:
    return gettext("、").join(str(one.organisation) for one in partners)
