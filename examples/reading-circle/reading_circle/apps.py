from django.apps import AppConfig


class ReadingCircleConfig(AppConfig):
    name = "reading_circle"
    verbose_name = "Reading circles"
