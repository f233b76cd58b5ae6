from pathlib import Path

from django.apps import AppConfig, apps
from django.core.checks import register
from django.utils.module_loading import autodiscover_modules


class WorkflowsConfig(AppConfig):
    name = "workflows"
    verbose_name = "Workflows"

    def ready(self) -> None:
        """Find the types: every module of workflows/types, and `ticket_types` and `policies.yaml` in any installed app."""
        from workflows import checks, discovery
        from workflows.policies import policies

        for app in apps.get_app_configs():
            if app.name != self.name and (path := Path(app.path) / "policies.yaml").exists():
                policies.add(path)

        discovery.import_own_types()
        autodiscover_modules("ticket_types")
        register(checks.check)
