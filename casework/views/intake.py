"""Intake: one page for the operator who has the caller on the line. Nothing typed is lost.

The form carries a signed pass (who, which type, which idempotency key). With it the draft can be kept even after the
login has expired: it is only written, to its owner, and shown again after signing in.
"""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from casework import access, drafts, gate, sealed
from casework.errors import Refused
from casework.forms import bind_form, show_refusal
from casework.queries import contacts
from casework.shapes import IntakePage, Link
from casework.views.base import Request, new_key, screen
from casework.views.intake_parts import is_call, place_text, red_steps, registered, sections_of, suggestions
from workflows.base import Workflow
from workflows.chapters import CHAPTERS
from workflows.registry import registry
from workflows.roles import HANDLERS, OPERATOR, Actor

DEFAULT = "rights"
SALT = "casework.intake"
CODE, CODE_SECONDS = "code_once", 600
QUERY = "place_query"  # what was typed to look a place up; the place itself is chosen from a list


@dataclass(frozen=True)
class Pass:
    """Who types, for which type, under which idempotency key."""

    user: int
    slug: str
    key: str

    def __str__(self) -> str:
        return signing.dumps([self.user, self.slug, self.key], salt=SALT)

    @classmethod
    def read(cls, text: str) -> "Pass | None":
        """The pass of a form this server rendered within the longest life of a login; None for any other text."""
        try:
            return cls(*signing.loads(text, salt=SALT, max_age=settings.SESSION_ABSOLUTE_SECONDS))
        except (signing.BadSignature, TypeError, ValueError):
            return None


@sensitive_post_parameters()
def intake(request: HttpRequest, slug: str = DEFAULT) -> HttpResponse:
    """The form (GET) and registering (POST). A POST after the login has expired is kept as a draft first."""
    if request.method == "POST" and not request.user.is_authenticated:
        known = Pass.read(request.POST.get("key", ""))
        if known and (kind := registry.get(known.slug)):
            drafts.save(known.user, known.slug, known.key, typed(kind, request.POST))
            back = f"{reverse('intake_type', args=[known.slug])}?{urlencode({'draft': known.key})}"
            return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': back})}")
    return _intake(request, slug)


@screen
def _intake(request: Request, slug: str) -> HttpResponse:
    kind = registry.get(slug)
    if kind is None:
        raise Refused("not_found", access.NOT_HERE)
    gate.may_open(kind, request.actor)
    if request.method == "POST":
        return _register(request, kind)
    return _blank_or_draft(request, kind)


def typed(kind: type[Workflow], post: QueryDict) -> dict[str, list[str]]:
    """What was typed into the type's own fields, without what the form was filled with from the start."""
    found = {}
    for name, field in kind.intake_form.base_fields.items():
        values = post.getlist(name)
        if any(values) and values != [str(field.initial)]:
            found[name] = values
    if query := post.get(QUERY):
        found[QUERY] = [query]
    return found


def _entered(kind: type[Workflow], post: QueryDict) -> QueryDict:
    data = QueryDict(mutable=True)
    for name in kind.intake_form.base_fields:
        if name in post:
            data.setlist(name, post.getlist(name))
    return data


def _register(request: Request, kind: type[Workflow]) -> HttpResponse:
    actor, post = request.actor, request.POST
    known = Pass.read(post.get("key", ""))
    own = known is not None and (known.user, known.slug) == (actor.id, kind.slug)
    mine = known if known and own else Pass(request.user.pk, kind.slug, new_key())
    data = _entered(kind, post)
    if "find" in post:  # without script the place is looked up by its own button
        return _show(request, kind, mine, data, places_asked=True)
    try:
        done = gate.open_ticket(kind.slug, actor, data, key=mine.key)
    except Refused as refused:
        if refused.code == "key_reused":
            mine = Pass(mine.user, mine.slug, new_key())
            sent = _("This form was sent before and is registered. Register again only if this is another call.")
            refused = Refused("key_reused", sent, {NON_FIELD_ERRORS: [sent]})
        elif refused.code != "invalid":
            raise
        drafts.save(mine.user, mine.slug, mine.key, typed(kind, post))
        return _show(request, kind, mine, data, refused=refused)
    drafts.drop(mine.user, mine.slug, mine.key)
    if post.get("do") == "next":
        said = _("Registered: %(number)s. Read this number to the caller.") % {"number": done.ticket.number}
        messages.success(request, said)
        return HttpResponseRedirect(f"{address_of(kind.slug)}?new=1", status=303)
    return _with_code(request, done.ticket, reverse("intake_done", args=[done.ticket.number]))


def _blank_or_draft(request: Request, kind: type[Workflow]) -> HttpResponse:
    """The draft asked for, else the latest one, else an empty form (always empty with ?new=1)."""
    kept = drafts.latest(request.user.pk, kind.slug)
    wanted = request.GET.get("draft")
    chosen = next((one for one in kept if one.key == wanted), None)
    if chosen is None and kept and "new" not in request.GET:
        chosen = kept[0]
    mine = Pass(request.user.pk, kind.slug, chosen.key if chosen else new_key())
    others = [one for one in kept if one is not chosen]
    data = None
    if chosen:
        data = QueryDict(mutable=True)
        for name, values in chosen.data.items():
            data.setlist(name, values)
    return _show(request, kind, mine, data, kept=chosen, others=others)


def _show(
    request: Request, kind: type[Workflow], mine: Pass, data: QueryDict | None, *, refused: Refused | None = None,
    kept: drafts.Kept | None = None, others: Iterable[drafts.Kept] = (), places_asked: bool = False,
) -> HttpResponse:  # fmt: skip
    form = _form(kind, request.actor, data, refused)
    value = (data or QueryDict()).get
    query = request.POST.get(QUERY) or value(QUERY) or ""
    if not places_asked:
        query = place_text(value("place") or "") or query
    page = IntakePage(
        form=form,
        url=address_of(kind.slug),
        draft_url=reverse("intake_draft"),
        key=str(mine),
        place_query=query,
        places=suggestions(request.actor, query) if places_asked else (),
        places_asked=places_asked,
        contacts=contacts.earlier(request.actor, (data or QueryDict()).dict()),
        red=red_steps(kind, data or {}),
        saved_at=kept.saved_at if kept else (timezone.now() if refused else None),
        drafts=draft_links(kind.slug, others),
        types=_types(request.actor, kind),
        near=_types(request.actor, kind, chapter=kind.plan_chapter),
        call=is_call(kind),
        sections=sections_of(kind),
    )
    return render(request, "casework/intake/page.html", {"page": page, "refused": refused, "title": kind.title})


def address_of(slug: str) -> str:
    return reverse("intake") if slug == DEFAULT else reverse("intake_type", args=[slug])


def draft_links(slug: str, kept: Iterable[drafts.Kept]) -> list[tuple[Link, datetime]]:
    """Where to go on with each draft, and when it was saved."""
    address = address_of(slug)
    return [(Link(_draft_name(one), f"{address}?{urlencode({'draft': one.key})}"), one.saved_at) for one in kept]


def _draft_name(one: drafts.Kept) -> str:
    """Never a name or a phone: where it happens, if that was chosen already."""
    return place_text(next(iter(one.data.get("place", [])), "")) or _("without a place")


def _types(actor: Actor, current: type[Workflow], chapter: int = 0) -> list[Link]:
    """The kinds of case this actor may register, of one chapter or of all, in the order of the plan."""
    mine = [kind for kind in registry if actor.has(*kind.open_by) and not kind.only_child]
    mine = sorted((kind for kind in mine if chapter in (0, kind.plan_chapter)), key=lambda kind: kind.plan_chapter)
    return [
        Link(
            kind.title,
            reverse("intake_type", args=[kind.slug]),
            current=kind is current,
            meta=CHAPTERS[kind.plan_chapter],
        )
        for kind in mine
    ]


def _form(kind: type[Workflow], actor: Actor, data: QueryDict | None, refused: Refused | None) -> Any:
    """The type's form: bound with its errors after a refusal, else filled with what was typed and without reproach."""
    if refused is not None:
        return show_refusal(bind_form(kind.intake_form, None, actor, data), refused)
    return bind_form(kind.intake_form, None, actor, None, initial=_initial(kind, data) if data else None)


def _initial(kind: type[Workflow], data: QueryDict) -> dict[str, Any]:
    many = (django_forms.MultipleChoiceField,)
    fields = kind.intake_form.base_fields
    known = [name for name in data if name in fields]
    return {name: data.getlist(name) if isinstance(fields[name], many) else data.get(name) for name in known}


@csrf_exempt  # the signed pass is the proof that this server made the form for this person
@require_POST
@sensitive_post_parameters()
def draft(request: HttpRequest) -> HttpResponse:
    """Keep what was typed so far. Works on after the login has expired; a logged-in stranger's pass does not count."""
    known = Pass.read(request.POST.get("key", ""))
    kind = registry.get(known.slug) if known else None
    other = request.user.is_authenticated and known is not None and request.user.pk != known.user
    if known is None or kind is None or other:
        return HttpResponse(status=403)
    content = typed(kind, request.POST)
    if not content:
        return HttpResponse(status=204)
    saved_at = drafts.save(known.user, known.slug, known.key, content)
    expired = not request.user.is_authenticated
    return render(request, "casework/intake/_saved.html", {"saved_at": saved_at, "expired": expired})


@screen
@require_POST
def discard(request: Request) -> HttpResponse:
    """Throw a draft away."""
    known = Pass.read(request.POST.get("key", ""))
    if known and known.user == request.user.pk:
        drafts.drop(known.user, known.slug, known.key)
        drafts.trim(known.user)
    return HttpResponseRedirect(f"{address_of(known.slug if known else DEFAULT)}?new=1", status=303)


@screen
@require_POST
def earlier_contacts(request: Request) -> HttpResponse:
    """Earlier contacts of what stands in the body: phone, ID, name with place, home (never in an address)."""
    found = contacts.earlier(request.actor, request.POST.dict())
    return render(request, "casework/intake/_contacts.html", {"contacts": found})


@screen
@require_POST
def risk(request: Request) -> HttpResponse:
    """The urgent banner for the answers so far, or nothing."""
    known = Pass.read(request.POST.get("key", ""))
    kind = registry.get(known.slug if known else DEFAULT) or registry[DEFAULT]
    return render(request, "casework/intake/_red.html", {"red": red_steps(kind, request.POST)})


@screen
@require_GET
def done(request: Request, number: str) -> HttpResponse:
    """The number to read to the caller, and what happens next."""
    facts: Mapping[str, Any] | None = access.registered_here(request.actor, number)
    if facts is None:
        raise Refused("not_found", access.NOT_HERE)
    found = contacts.of_ticket(request.actor, number) if request.actor.has(OPERATOR, *HANDLERS) else None
    page = registered(request.actor, facts, _code_once(request, number))
    response = render(request, "casework/intake/done.html", {"page": page, "contacts": found, "key": new_key()})
    response.delete_cookie(CODE, path=request.path)
    return response


def _with_code(request: Request, ticket: Any, there: str) -> HttpResponse:
    """To the receipt; the new query code travels there once, encrypted for this person and this ticket."""
    response = HttpResponseRedirect(there, status=303)
    if code := getattr(ticket, "query_code", ""):
        body = sealed.seal_own(code, f"{CODE}|{ticket.number}|{request.user.pk}")
        text = base64.urlsafe_b64encode(body).decode()
        secure = bool(settings.SESSION_COOKIE_SECURE)
        response.set_cookie(CODE, text, CODE_SECONDS, path=there, secure=secure, httponly=True, samesite="Strict")
    return response


def _code_once(request: Request, number: str) -> str:
    """The code of the ticket registered a moment ago; "" when it was shown already or is not for this person."""
    try:
        body = base64.urlsafe_b64decode(request.COOKIES.get(CODE, ""))
        return str(sealed.unseal_own(body, f"{CODE}|{number}|{request.user.pk}")) if body else ""
    except (ValueError, sealed.SealError):
        return ""
