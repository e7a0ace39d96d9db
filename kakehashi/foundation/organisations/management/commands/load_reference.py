from typing import Any

from django.core.management.base import BaseCommand

from kakehashi.foundation.organisations.public_holidays import load_public_holidays
from kakehashi.foundation.organisations.seed import load_reference


class Command(BaseCommand):
    help = "国・地方公共団体・支部・協会・海外事務所・祝日の基礎データを取り込む（何度実行しても同じ結果になる）"

    def handle(self, *args: Any, **options: Any) -> None:
        changed = [load_reference(), load_public_holidays()]
        self.stdout.write("基礎データを取り込みました。" if any(changed) else "基礎データは最新です。")
