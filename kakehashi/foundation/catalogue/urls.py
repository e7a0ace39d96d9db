from django.urls import path, register_converter

from kakehashi.foundation.catalogue.views import editing, public


class PlanCode:
    """The code of a plan, as in /services/fy2012/."""

    regex = "fy[0-9]{4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PlanCode, "plan")
app_name = "catalogue"
urlpatterns = [
    path("", public.aims, name="aims"),
    path("aims/<slug:code>/", public.aim, name="aim"),
    path("plans/", editing.plans, name="plans"),
    path("<plan:code>/", public.plan, name="plan"),
    path("<plan:code>/fields/<int:number>/", public.field, name="field"),
    path("<plan:code>/<int:number>/", public.service, name="service"),
    path("<plan:code>/copy/", editing.copy_plan, name="copy_plan"),
    path("<plan:code>/manage/", editing.manage, name="manage"),
    path("<plan:code>/rename/", editing.rename_plan, name="rename_plan"),
    path("<plan:code>/make-current/", editing.make_current, name="make_current"),
    path("<plan:code>/add/", editing.add_service, name="add_service"),
    path("<plan:code>/fields/<int:number>/edit/", editing.edit_field, name="edit_field"),
    path("<plan:code>/fields/<int:number>/add/", editing.add_programme, name="add_programme"),
    path("<plan:code>/headings/<int:programme_id>/edit/", editing.edit_programme, name="edit_programme"),
    path("<plan:code>/<int:number>/edit/", editing.edit_service, name="edit_service"),
    path("<plan:code>/<int:number>/end/", editing.end_service, name="end_service"),
    path("<plan:code>/<int:number>/resume/", editing.resume_service, name="resume_service"),
]
