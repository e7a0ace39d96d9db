"""The addresses of dispatches, awards and matching that came later than the others."""

from django.urls import path

from kakehashi.engines.calls.views import ceremonies, dispatch_costs, inviting, matching, registers

urlpatterns = [
    path("applications/<int:pk>/costs/", dispatch_costs.costs, name="dispatch_costs"),
    path("applications/<int:pk>/agreements/", dispatch_costs.agreements, name="dispatch_agreements"),
    path("<int:pk>/dispatch-rule/", dispatch_costs.rule, name="dispatch_rule"),
    path("<int:pk>/ceremony/", ceremonies.ceremony, name="ceremony"),
    path("candidates/<int:pk>/wishes/", matching.wishes, name="candidate_wishes"),
    path("<int:pk>/invitees/", inviting.page, name="invitees"),
    path("<int:pk>/invitees/<int:candidate_pk>/", inviting.choose, name="invite"),
    path("sent/", registers.own, name="sent"),
]
