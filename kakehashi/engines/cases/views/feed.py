"""Published precedents as an Atom feed."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from kakehashi.engines.cases import queries

LENGTH = 50


@login_not_required
def precedent_feed(request: HttpRequest) -> HttpResponse:
    link = request.build_absolute_uri(reverse("cases:precedents"))
    feed = Atom1Feed(
        title=_("海外活動の事例"),
        link=link,
        description=_("自治体の海外活動を支援した事例です。"),
        feed_url=request.build_absolute_uri(),
    )
    for precedent in queries.visible_precedents(None)[:LENGTH]:
        feed.add_item(
            title=precedent.title,
            link=request.build_absolute_uri(reverse("cases:precedent", args=[precedent.pk])),
            description=precedent.summary,
            updateddate=precedent.published_at,
            pubdate=precedent.published_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
