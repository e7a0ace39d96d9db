from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("accounts/", include("kakehashi.foundation.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("audit/", include("kakehashi.foundation.audit.urls")),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("notices/", include("kakehashi.foundation.notices.urls")),
    path("tasks/", include("kakehashi.foundation.tasks.urls")),
    path("translation/", include("kakehashi.foundation.translation.urls")),
    path("ui/", include("kakehashi.foundation.ui.urls")),
    path("organisations/", include("kakehashi.foundation.access.register_urls")),
    path("people/", include("kakehashi.foundation.access.urls")),
    path("forms/", include("kakehashi.foundation.forms.urls")),
    path("documents/", include("kakehashi.foundation.documents.urls")),
    path("services/", include("kakehashi.foundation.catalogue.urls")),
    path("search/", include("kakehashi.foundation.search.urls")),
    path("cases/", include("kakehashi.engines.cases.urls")),
    path("jet/", include("kakehashi.services.jet.urls")),
    path("disaster/", include("kakehashi.services.disaster.urls")),
    path("calls/", include("kakehashi.engines.calls.urls")),
    path("", include("kakehashi.portal.urls")),
]
