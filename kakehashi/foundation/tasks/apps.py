from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "kakehashi.foundation.tasks"
    label = "tasks"
    verbose_name = "裏側の仕事"
