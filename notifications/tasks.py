"""Celery is an interface: look at the database, call the core, end. Losing every message costs one interval."""

from celery import shared_task

from notifications.delivery import deliver as run_delivery


@shared_task(name="notifications.tasks.deliver")  # type: ignore[untyped-decorator]
def deliver() -> None:
    """Tell people what is still untold."""
    run_delivery()
