"""Bulk intake on the screen: choose a file, watch it being carried in, fetch the report of the refused rows."""

from typing import Any

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from casework.errors import Refused
from casework.importing import columns, run
from casework.models import ImportJob, ImportRow
from casework.views.base import Request, is_swap, screen

SHOWN = 50
SOURCES = {
    "police": _("Notices from the police"),
    "12345": _("Passed on by 12345"),
    "ledger": _("Old paper ledger"),
    "other": _("Other list"),
}


class ImportForm(forms.Form):
    """A file and where it comes from."""

    source = forms.ChoiceField(
        label=_("Where it comes from"),
        choices=[("", "---------"), *((name, SOURCES[name]) for name in columns.SOURCES)],
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV (UTF-8 or GB18030) or .xlsx; the first line names the columns."),
        allow_empty_file=True,
    )


@screen
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request) -> HttpResponse:
    """`/imports`: one's own imports, and the form for another one."""
    if not request.actor.has(*run.MAY_IMPORT):
        raise Refused("forbidden", _("Only those who register cases can import them."))
    form = ImportForm(request.POST or None, request.FILES or None) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            job = run.begin(request.actor, upload.name, upload.read(), form.cleaned_data["source"])
            return redirect("import", job.pk)
        except Refused as refused:
            for name, sentences in (refused.errors or {"file": [refused.reason]}).items():
                form.add_error(name if name in form.fields else None, list(sentences))
    jobs = ImportJob.objects.filter(by_id=request.actor.id)[:SHOWN]
    context: dict[str, Any] = {
        "form": form,
        "jobs": [(job, SOURCES[job.source]) for job in jobs],
        "names": run.column_names(),
    }
    return render(request, "casework/imports/page.html", context, status=422 if form.is_bound else 200)


@screen
@require_safe
def job(request: Request, pk: int) -> HttpResponse:
    """`/imports/<id>`: how far it is (asked for again every two seconds while it runs), and what was refused."""
    found = _mine(request, pk)
    refused = ImportRow.objects.filter(job=found, errors__isnull=False).order_by("row")[:SHOWN]
    titles = {**run.column_titles(), "_": ""}
    rows = [(row.line, titles.get(name, name), sentences) for row in refused for name, sentences in row.errors.items()]
    percent = 100 if found.finished_at else found.cursor * 100 // max(1, found.total or 1)
    context = {
        "job": found,
        "rows": rows,
        "percent": percent,
        "source": SOURCES[found.source],
        "more": found.bad > SHOWN,
    }
    part = "casework/imports/_progress.html" if is_swap(request) else "casework/imports/job.html"
    return render(request, part, context)


@screen
@require_safe
def report(request: Request, pk: int) -> StreamingHttpResponse:
    """`/imports/<id>/report.jsonl`: every refused row by its physical line and field."""
    found = _mine(request, pk)
    answer = StreamingHttpResponse(
        (f"{line}\n" for line in run.report(found)), content_type="application/jsonl; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="import-{found.pk}.jsonl"'
    return answer


def _mine(request: Request, pk: int) -> ImportJob:
    """Whoever brought the file in sees what became of it; nobody else, for its lines speak of people."""
    found = ImportJob.objects.filter(pk=pk, by_id=request.actor.id).first()
    if found is None:
        raise Refused(
            "not_found",
            _("There is no such import of yours. Your imports are listed at %(url)s.") % {"url": reverse("imports")},
        )
    return found
