"""Revoking tokens. They cannot be made or changed here, and nothing secret is shown."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from api.models import ApiToken


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("user", "label", "created_at", "expires_at")
    list_select_related = ("user",)
    fields = readonly_fields = ("user", "label", "created_at", "expires_at")
    search_fields = ("user__username", "user__full_name", "label")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
