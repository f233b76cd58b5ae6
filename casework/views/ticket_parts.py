"""What the ticket's views share: what a request wants to see open, the upload form, and addresses."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from casework.errors import Refused
from casework.queries import listed, persons
from casework.shapes import Text
from casework.views.base import new_key

FROM = "from"


class UploadForm(forms.Form):
    """A file for the case."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=list(persons.FILE_KINDS.items()), initial="other")
    key = forms.CharField(widget=forms.HiddenInput, required=False, initial=new_key)
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("pdf, jpg, png, docx, xlsx, mp3, wav or txt, at most 20 MB.")
    )


@dataclass
class Asked:
    """What a request wants to see open on the page, and what went wrong in it."""

    move: str = ""
    data: QueryDict | None = None
    refused: Refused | None = None
    key: str = ""
    ask: str = ""
    ask_error: Text = ""
    upload: Any = None
    origin: str = ""
    mine: bool = False
    whole_history: bool = False
    done: int = 0


def with_origin(url: str, origin: str) -> str:
    return f"{url}?{urlencode({FROM: origin})}" if origin else url


def address(number: str, origin: str = "", **more: str) -> str:
    return more_of(listed.address(number, origin), **more)


def more_of(here: str, **more: str) -> str:
    return f"{here}{'&' if '?' in here else '?'}{urlencode(more)}" if more else here
