"""Files of a ticket: taken in encrypted; handed out one by one, after the reader has said why."""

from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from casework import access, files, gate, reading
from casework.errors import Refused
from casework.models import Attachment
from casework.views import ticket as page
from casework.views.base import Request, screen
from casework.views.moves import after
from casework.views.ticket_parts import FROM, Asked, UploadForm, address

SANDBOX = "sandbox; default-src 'none'"


@screen
@require_POST
def add(request: Request, number: str) -> HttpResponse:
    """POST /tickets/<number>/files (multipart: file, kind)."""
    access.ticket(request.actor, number)
    form = UploadForm(request.POST, request.FILES)
    origin = request.GET.get(FROM, "")
    if form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            # One byte more than is allowed is enough to refuse it; the rest need not be read.
            content = sent.read(files.MAX_BYTES + 1)
            done = gate.attach(
                number,
                request.actor,
                sent.name,
                content,
                kind=form.cleaned_data["kind"],
                key=form.cleaned_data["key"] or None,
            )
            return after(request, done)
        except Refused as refused:
            if refused.code == "not_found":
                raise
            form.add_error("file", str(refused.reason))
    return page.answer(request, number, Asked(upload=form, origin=origin), status=400)


@screen
@require_http_methods(["GET", "HEAD", "POST"])
def fetch(request: Request, number: str, code: str) -> HttpResponse:
    """GET asks why; POST writes it down and hands the file out as a download."""
    case = access.ticket(request.actor, number)
    found = Attachment.objects.filter(ticket=case, code=code).first()
    if found is None:
        raise Refused("not_found", access.NOT_HERE)
    if not access.may_reveal(request.actor, case):
        raise Refused("forbidden", _("Files are opened only by the person in charge and the officers of this area."))
    name = reading.attachment_name(case, found)
    error = ""
    if request.method == "POST":
        try:
            reason = request.POST.get("reason", "")
            grant = access.reveal(request.actor, case, reason, attachment=found, what="attachment")
            return download(name, found.content_type, reading.attachment(case, found, grant))
        except Refused as refused:
            if refused.code != "invalid":
                raise
            error = str(refused.reason)
    context = {
        "number": number,
        "name": name,
        "reasons": access.REVEAL_REASONS,
        "error": error,
        "back": address(number, request.GET.get(FROM, "")),
    }
    return render(request, "casework/ticket/file.html", context, status=400 if error else 200)


def download(name: str, content_type: str, content: bytes) -> HttpResponse:
    """Never opened in our own origin: a download, of the type we checked, in a sandbox if a browser shows it anyway."""
    headers = {
        "Content-Disposition": f"attachment; filename=\"file\"; filename*=UTF-8''{quote(name)}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": SANDBOX,
    }
    return HttpResponse(content, content_type=content_type, headers=headers)
