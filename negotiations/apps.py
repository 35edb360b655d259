from django.apps import AppConfig
from django.db.backends.signals import connection_created

from config.database import let_take_many_values


class NegotiationsConfig(AppConfig):
    name = "negotiations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        connection_created.connect(let_take_many_values, dispatch_uid="many values")
