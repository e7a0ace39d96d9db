"""People, roles and invitations, under `/people/`."""

from django.urls import path

from kakehashi.foundation.access.views import invitations, people, roles

app_name = "access"
urlpatterns = [
    path("", people.people, name="people"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/edit/", people.edit_person, name="edit_person"),
    path("at/<str:code>/", roles.roles, name="roles"),
    path("at/<str:code>/grant/", roles.grant, name="grant"),
    path("at/<str:code>/invite/", roles.invite, name="invite"),
    path("roles/<int:pk>/end/", roles.end_role, name="end_role"),
    path("invitations/<int:pk>/revoke/", invitations.revoke, name="revoke"),
    path("invitations/<str:token>/", invitations.accept, name="accept"),
]
