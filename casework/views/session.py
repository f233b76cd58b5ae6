"""Signing in and out, the language switch, and how the screens look to one person."""

import math
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from casework import places
from casework.models import User
from casework.views.base import Request, screen
from workflows.roles import ROLES

WARN_BELOW = 3  # tries left from which on the page says how many
DEMO_NAMES = ("operator", "mediator", "street", "district", "supervisor", "admin")
LANGUAGE_SECONDS = 365 * 86400
CLEARED = '"cache", "storage"'  # the language cookie stays: the next person at this desk reads it too


class LoginForm(AuthenticationForm):
    """User name and password, with a sentence that helps."""

    error_messages = {
        "invalid_login": gettext_lazy(
            "The user name or the password is wrong. Type both again, or ask the system administrator for a new password."
        ),
        "inactive": gettext_lazy("This account is closed. Ask the system administrator."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")
        self.fields["password"].label = _("Password")
        for field, message in (("username", _("Type your user name.")), ("password", _("Type your password."))):
            self.fields[field].error_messages["required"] = message


class Login(LoginView):
    """`/login`. The account's language becomes the browser's; too many wrong tries end on a page that says what to do."""

    template_name = "casework/session/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        demo = [(name, ROLES[name].title) for name in DEMO_NAMES] if settings.DEMO else []
        return {**context, "warn": self._tries_left(), "demo": demo}

    def _tries_left(self) -> int | None:
        """How many tries are left after a wrong one, once they are few; None when there is nothing to warn of."""
        name = self.request.POST.get("username", "")
        if self.request.method != "POST" or not name:
            return None
        failures = AxesProxyHandler.get_failures(self.request, {"username": name})
        left = int(settings.AXES_FAILURE_LIMIT) - failures
        return left if 0 < left < WARN_BELOW else None

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        chosen = form.get_user().language
        if chosen in dict(settings.LANGUAGES):
            remember_language(response, chosen)
        return response


def locked_out(request: HttpRequest, _response: HttpResponse | None = None, _credentials: Any = None) -> HttpResponse:
    """The page after too many wrong tries (axes calls it): what happened, how long, whom to ask."""
    minutes = math.ceil(settings.AXES_COOLOFF_TIME.total_seconds() / 60)
    return render(request, "casework/session/locked.html", {"minutes": minutes}, status=429)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and have the browser forget what it kept of these pages."""
    logout(request)
    response = HttpResponseRedirect(settings.LOGIN_URL)
    response["Clear-Site-Data"] = CLEARED
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language, here and in the profile, and go back to the page one came from."""
    wanted = request.POST.get("language", "")
    there = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure()):
        there = "/"
    response = HttpResponseRedirect(there)
    if wanted in dict(settings.LANGUAGES):
        remember_language(response, wanted)
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(language=wanted)
    return response


def remember_language(response: HttpResponse, code: str) -> None:
    """Keep the language in this browser for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=LANGUAGE_SECONDS,
        secure=settings.BEHIND_TLS,
        httponly=True,
        samesite="Lax",
    )


class PreferencesForm(forms.ModelForm):  # type: ignore[type-arg]
    """How the screens look and listen."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)

    class Meta:
        model = User
        fields = ("text_size", "theme", "language", "single_keys")
        widgets = {"text_size": forms.RadioSelect, "theme": forms.RadioSelect}
        help_texts = {"single_keys": gettext_lazy("J, K, C and others, outside of fields only.")}


@screen
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: Request) -> HttpResponse:
    """Text size, theme, language and single-key shortcuts of the person signed in; and the posts held today."""
    user = request.user
    data = request.POST if request.method == "POST" else None
    now = {"language": user.language or translation.get_language()}  # type: ignore[union-attr]
    form = PreferencesForm(data, instance=user, initial=now)
    if request.method == "POST" and form.is_valid():
        form.save()
        response = HttpResponseRedirect(request.path, status=303)
        remember_language(response, form.cleaned_data["language"])
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("Kept."))
        return response
    posts = [places.post_title(post) for post in request.actor.posts]
    return render(request, "casework/session/preferences.html", {"form": form, "posts": posts})
