from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Carries the checks of the whole site: they belong to no single app."""

    name = "config"
    label = "site_config"
    verbose_name = "Sanji"

    def ready(self) -> None:
        from django.core.checks import Tags, register

        from config import checks

        register(checks.database_is_fit, Tags.database)
