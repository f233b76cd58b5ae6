"""Address of the early-warning page."""

from django.urls import path

from casework.views import warnings

urlpatterns = [path("warnings", warnings.show, name="warnings")]
