"""Addresses of the inbox on the screen."""

from django.urls import path

from notifications import views

urlpatterns = [
    path("inbox", views.inbox, name="inbox"),
    path("inbox/read", views.read, name="inbox_read"),
    path("inbox/bell", views.bell, name="inbox_bell"),
    path("inbox/<int:pk>", views.open_message, name="inbox_open"),
]
