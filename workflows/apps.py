from django.apps import AppConfig
from django.core.checks import register
from django.utils.module_loading import autodiscover_modules


class WorkflowsConfig(AppConfig):
    name = "workflows"
    verbose_name = "Workflows"

    def ready(self) -> None:
        """Find the types: every module of workflows/types and a `ticket_types` module in any installed app."""
        from workflows import checks, discovery

        discovery.import_own_types()
        autodiscover_modules("ticket_types")
        register(checks.check)
