"""Celery is an interface: look at the database, call the core, end. Losing every message costs one interval."""

from celery import shared_task

from casework.sweep import sweep as run_sweep


@shared_task(name="casework.tasks.sweep")  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Fire reminders, breaches and escalations that are due."""
    run_sweep()
