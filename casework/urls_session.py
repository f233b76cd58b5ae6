"""Addresses of signing in and out, language and preferences."""

from django.urls import path

from casework.views import session

urlpatterns = [
    path("login", session.Login.as_view(), name="login"),
    path("logout", session.sign_out, name="logout"),
    path("language", session.language, name="language"),
    path("preferences", session.preferences, name="preferences"),
]
