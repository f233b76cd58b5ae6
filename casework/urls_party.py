"""Address of the party's own view: short, to be told by voice."""

from django.urls import path

from casework.views import party_view

urlpatterns = [path("my", party_view.my, name="my")]
