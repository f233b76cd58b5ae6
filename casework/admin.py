"""Administration: people, posts and units. Tickets can be looked up by number; nothing of them is changed or read here.

Who holds the post of system administrator works here. Django's own permissions and groups are not used, so that there
is one answer to "who may". Nothing is deleted: people are switched off, posts end, units go out of use.
"""

from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from casework import access, places
from casework.models import Clock, Event, Jurisdiction, Membership, Ticket, User
from workflows.roles import ADMIN

OF_TICKET = ("ticket__sealed", "ticket__sealed_key", "ticket__data", "ticket__title_text")  # never loaded here

site = admin.site
site.site_header = _("Sanji · administration")
site.site_title = _("Sanji · administration")
site.index_title = _("People, posts and units")
site.enable_nav_sidebar = False

# The names of tables only administrators see; in Meta they would need a migration and say nothing to anybody else.
apps.get_app_config("casework").verbose_name = _("Sanji")  # type: ignore[assignment]
Event._meta.verbose_name_plural, Clock._meta.verbose_name_plural = _("History"), _("Deadlines")

for model in (Group, AccessAttempt, AccessFailureLog, AccessLog):
    if site.is_registered(model):
        site.unregister(model)


def is_administrator(request: HttpRequest) -> bool:
    """Does this person hold the post of system administrator today? Asked once a request."""
    user = request.user
    if not (user.is_active and user.is_staff):
        return False
    if not hasattr(request, "_is_administrator"):
        holds = access.actor_of(user).has(ADMIN)  # type: ignore[arg-type]
        request._is_administrator = bool(holds or user.is_superuser)  # type: ignore[attr-defined, union-attr]
    return request._is_administrator  # type: ignore[attr-defined, no-any-return]


def _login(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    """The house's own login page, with its limits on guessing."""
    if request.user.is_authenticated:
        return HttpResponseRedirect("/")
    return HttpResponseRedirect(f"{reverse('login')}?{urlencode({'next': request.get_full_path()})}")


site.has_permission = is_administrator  # type: ignore[method-assign]
site.login = _login  # type: ignore[method-assign, assignment]


class Kept(admin.ModelAdmin):  # type: ignore[type-arg]
    """What may be added and changed, never deleted."""

    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_administrator(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_administrator(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_administrator(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class LookedUp(Kept):
    """What can be looked up only."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class PostForm(forms.ModelForm):  # type: ignore[type-arg]
    """A post for somebody else: nobody widens their own view."""

    giver: Any = None

    class Meta:
        model = Membership
        fields = ("user", "role", "jurisdiction", "valid_from", "valid_to")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        user = cleaned.get("user") or getattr(self.instance, "user", None)
        if self.giver is not None and user == self.giver and self.has_changed():
            self.add_error(None, _("Nobody changes their own posts. Ask another system administrator."))
        return cleaned


@admin.register(Membership)
class MembershipAdmin(Kept):
    form = PostForm
    list_display = ("user", "role", "jurisdiction", "valid_from", "valid_to")
    list_filter = ("role",)
    list_select_related = ("user", "jurisdiction")
    search_fields = ("user__username", "user__full_name", "jurisdiction__name", "jurisdiction__code")
    autocomplete_fields = ("user", "jurisdiction")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type("PostForm", (form,), {"giver": request.user})


class NewPersonForm(AdminUserCreationForm):  # type: ignore[type-arg]
    """Everybody signs in with a password, so that is not a choice."""

    usable_password = None


@admin.register(User)
class PersonAdmin(Kept, UserAdmin):  # type: ignore[type-arg]
    """People. Rights come from posts alone; `is_staff` only opens this administration."""

    list_display = ("username", "full_name", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "memberships__role")
    search_fields = ("username", "full_name", "email")
    ordering = ("username",)
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("full_name", "email", "language")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "full_name", "email", "password1", "password2")}),
    )
    add_form = NewPersonForm


@admin.register(Jurisdiction)
class JurisdictionAdmin(Kept):
    list_display = ("code", "name", "name_en", "level", "active")
    list_filter = ("level", "active")
    search_fields = ("code", "name", "name_en")
    fields = ("code", "name", "name_en", "phone", "active")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        places.forget()


@admin.register(Ticket)
class TicketAdmin(LookedUp):
    """The shell of a ticket, to see that it is there and who has it. No title, no category, no data; nothing sealed."""

    list_display = ("number", "type", "state", "level", "unit", "assignee", "next_due_at", "version")
    list_select_related = ("unit", "assignee")
    search_fields = ("number__exact",)
    search_help_text = _("The whole number")
    ordering = ("-id",)
    fields = (
        "number", "type", "state", "level", "unit", "assignee", "opened_at", "updated_at", "closed_at", "next_due_at",
        "breached_at", "wake_at", "version",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ticket]:
        found: QuerySet[Ticket] = super().get_queryset(request)
        return found.defer("sealed", "sealed_key", "data", "title_text", "category")


@admin.register(Event)
class EventAdmin(LookedUp):
    """The order of events of a ticket, without what they say."""

    list_display = ("ticket", "seq", "at", "name", "from_state", "to_state", "level", "unit", "actor", "post")
    list_select_related = ("ticket", "actor")
    search_fields = ("ticket__number__exact",)
    search_help_text = _("The whole number")
    ordering = ("-id",)
    fields = ("ticket", "seq", "at", "name", "from_state", "to_state", "level", "unit", "actor", "post")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        found: QuerySet[Event] = super().get_queryset(request)
        return found.defer("sealed", "data", *OF_TICKET)


@admin.register(Clock)
class ClockAdmin(LookedUp):
    list_display = ("ticket", "key", "cycle", "started_at", "due_at", "next_rung_at", "breached_at", "stopped_at")
    list_select_related = ("ticket",)
    search_fields = ("ticket__number__exact",)
    search_help_text = _("The whole number")
    ordering = ("-id",)
    fields = (
        "ticket", "key", "who", "cycle", "generation", "started_at", "due_at", "provisional", "calendar",
        "next_rung_at", "paused_at", "breached_at", "stopped_at",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Clock]:
        found: QuerySet[Clock] = super().get_queryset(request)
        return found.defer(*OF_TICKET)


from casework import admin_calendar  # noqa: E402, F401  # its tables are registered with the others
