from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from kakehashi.foundation.organisations.models import Person
from kakehashi.portal.demonstration.calls import load_calls
from kakehashi.portal.demonstration.cases import load_cases, read_old_notices
from kakehashi.portal.demonstration.desks import load_desks
from kakehashi.portal.demonstration.disaster import load_disaster_information
from kakehashi.portal.demonstration.jet import load_jet, load_missions
from kakehashi.portal.demonstration.paper import load_paper
from kakehashi.portal.demonstration.people import load_people
from kakehashi.portal.demonstration.translation import load_translations


class Command(BaseCommand):
    help = "Load the demonstration year: invented people and cases in real organisations. Does nothing the second time."

    def handle(self, *args: Any, **options: Any) -> None:
        if Person.objects.filter(is_demonstration=True).exists():
            self.stdout.write("実演用のデータは読み込み済みです。 / Already loaded.")
            return
        with transaction.atomic():
            load_missions()
            people = load_people()
            count = load_cases(people) + load_desks(people)
            applications = load_calls(people)
            load_translations(people)
            bulletins = load_disaster_information(people)
            load_paper(people)
            requests = load_jet(people)
            read_old_notices(people)
        self.stdout.write(
            f"実演用の案件 {count}件、申請 {applications}件、災害情報 {bulletins}件、JETの要望書 {requests}件"
            f" / cases: {count}, applications: {applications}, bulletins: {bulletins}, JET requests: {requests}"
        )
