from typing import ClassVar

from django.db import models

from kakehashi.foundation.flow.models import Flowing


class Walk(Flowing):
    """Something that flows, for the tests of the mechanism. Personal data: none."""

    title = models.CharField(max_length=40)
    is_guided = models.BooleanField(default=False)

    objects: ClassVar["models.Manager[Walk]"] = models.Manager()

    class Meta:
        app_label = "walks"

    def __str__(self) -> str:
        return self.title
