"""Papers as pages: sign one after looking at it, read or print one after saying why, the whole file at once, as .docx."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from casework import access, gate
from casework.binding import bind
from casework.errors import Refused
from casework.forms import bind_form
from casework.models import Paper, ReadLog
from casework.papers import compose, docx, identity, printing
from casework.views.base import Request, new_key, screen, whole_number
from casework.views.files import download
from casework.views.moves import after, entered, go
from casework.views.ticket_parts import address, more_of
from workflows.papers import KINDS
from workflows.papers.due import due_now

SIGN = "sign_paper"
COPIES = (compose.FULL, compose.RESPONDENT)
READ = ("GET", "HEAD", "POST")


def _case(request: Request, number: str) -> Any:
    return bind(access.ticket(request.actor, number), request.actor, timezone.now())


@screen
@require_http_methods(READ)
def new(request: Request, number: str) -> HttpResponse:
    """`/tickets/<number>/papers/new?kind=`: what the kind asks; POST `do=look` shows it unnumbered, `do=sign` signs it."""
    case = _case(request, number)
    move = case.workflow.action_named(SIGN, case.state)
    if move is None:
        raise Refused("not_found", access.NOT_HERE)
    if request.method != "POST":
        form = bind_form(move.form, case, request.actor, initial={"kind": request.GET.get("kind", "")})
        return _form_page(request, case, form)
    data = entered(request.POST)
    do = data.pop("do", ["look"])[-1]
    if do == "sign":
        seen = whole_number(request.POST.get("seen", ""))
        try:
            done = gate.perform(number, SIGN, request.actor, data, seen=seen, key=request.POST.get("key"))
        except Refused as refused:
            if refused.code == "not_found":
                raise
            form = bind_form(move.form, case, request.actor, data)
            return _form_page(request, case, _with(form, refused), refused=refused, status=refused.status)
        return after(request, done)
    form = bind_form(move.form, case, request.actor, data)
    if not form.is_valid():
        return _form_page(request, case, form, status=400)
    return _form_page(request, case, form, sheet=_look(request, case, form.cleaned_data))


def _with(form: Any, refused: Refused) -> Any:
    """The form with the sentences of the refusal at their fields."""
    form.is_valid()
    for name, sentences in refused.errors.items():
        if name in form.fields and name not in form.errors:
            form.add_error(name, sentences)
    return form


def _look(request: Request, case: Any, cleaned: dict[str, Any]) -> compose.Sheet:
    """The draft; looking at it is a look at identity, to make a paper."""
    grant = identity.open_paper(request.actor, case, "paper", None)
    kind = KINDS[cleaned["kind"]]
    fields = {name: value for name, value in cleaned.items() if name not in ("kind", "dated")}
    return printing.draft(request.actor, case, kind, {**fields, "_dated": cleaned.get("dated")}, grant)


def _form_page(
    request: Request, case: Any, form: Any, *, sheet: compose.Sheet | None = None, refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    chosen = KINDS.get(str(form["kind"].value() or ""))
    here = reverse("paper_new", args=[case.number])
    context = {
        "number": case.number,
        "form": form,
        "kind": chosen,
        "sheets": [sheet] if sheet else [],
        "foot": printing.foot(request.actor),
        "due": [(one.title, more_of(here, kind=one.code)) for one in due_now(case)],
        "refused": refused.reason if refused and refused.code != "invalid" else "",
        "seen": case.version,
        "key": new_key(),
        "may_look": access.may_reveal(request.actor, case),
        "back": address(case.number) + "#papers",
    }
    return render(request, "casework/papers/new.html", context, status=status)


@screen
@require_http_methods(READ)
def show(request: Request, number: str, pk: int) -> HttpResponse:
    """A signed paper: GET asks why unless a grant is open; `?copy=respondent`, `?as=docx`."""
    case = _case(request, number)
    paper = Paper.objects.filter(ticket_id=case.pk, pk=pk).first()
    if paper is None:
        raise Refused("not_found", access.NOT_HERE)
    return _read(request, case, paper)


@screen
@require_http_methods(READ)
def whole_file(request: Request, number: str) -> HttpResponse:
    """Cover, index and every paper of the case for one printing; `?as=docx`."""
    return _read(request, _case(request, number), None)


def _read(request: Request, case: Any, paper: Paper | None) -> HttpResponse:
    actor, here = request.actor, request.get_full_path()
    if not access.may_open_paper(actor, case, paper):
        raise Refused("forbidden", _("Papers are opened only by the person in charge and the officers of this area."))
    error = ""
    if request.method == "POST":
        try:
            identity.open_paper(actor, case, request.POST.get("reason", ""), paper)
            return go(request, here)
        except Refused as refused:
            if refused.code != "invalid":
                raise
            error = str(refused.reason)
    grant = identity.grant_for(actor, case, paper)
    if grant is None or error:
        return _why(request, case, paper, error)
    return _sheets(request, case, paper, grant)


def _why(request: Request, case: Any, paper: Paper | None, error: str) -> HttpResponse:
    context = {
        "number": case.number,
        "name": paper.number if paper else _("The whole file"),
        "title": KINDS[paper.kind].title if paper and paper.kind in KINDS else "",
        "reasons": access.REVEAL_REASONS,
        "error": error,
        "back": address(case.number) + "#papers",
    }
    return render(request, "casework/papers/why.html", context, status=400 if error else 200)


def _sheets(request: Request, case: Any, paper: Paper | None, grant: ReadLog) -> HttpResponse:
    actor = request.actor
    copy = request.GET.get("copy", compose.FULL)
    copy = copy if copy in COPIES else compose.FULL
    sheets = [printing.paper(actor, case, paper, grant, copy)] if paper else printing.whole_file(actor, case, grant)
    foot = printing.foot(actor)
    name = paper.number if paper else case.number
    if request.GET.get("as") == "docx":
        identity.open_paper(
            actor, case, grant.reason, paper, how="docx"
        )  # a copy leaves the house: written down by itself
        return download(f"{name}.docx", docx.TYPE, docx.write(sheets, foot))
    plain = request.path
    context = {
        "number": case.number,
        "name": name,
        "sheets": sheets,
        "foot": foot,
        "docx_url": more_of(more_of(plain, copy=copy), **{"as": "docx"}),
        "other_url": _other_copy(case, paper, copy, plain),
        "is_respondents": copy == compose.RESPONDENT,
        "back": address(case.number) + "#papers",
    }
    return render(request, "casework/papers/sheet.html", context)


def _other_copy(case: Any, paper: Paper | None, copy: str, plain: str) -> str:
    if paper is None or not printing.may_go_to_respondent(case, paper):
        return ""
    return plain if copy == compose.RESPONDENT else more_of(plain, copy=compose.RESPONDENT)
