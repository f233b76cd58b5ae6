from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = "Casework"

    def ready(self) -> None:
        from django.core.checks import register

        from casework import checks
        from workflows.checks import RESERVED

        RESERVED.update(checks.reserved_names())
        register(checks.check_settings)
