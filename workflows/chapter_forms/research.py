"""What a study of a hot issue asks, and what is entered when it is written, signed, answered (domain.md §5.8 T9d)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms import MoveForm
from workflows.shapes.frame import ChapterForm, long_text, must, past_day, pick


class TopicForm(ChapterForm):
    topic = forms.CharField(label=_("Topic"), max_length=80)
    problem = long_text(_("The problem"))
    private = ("problem",)


class DraftForm(MoveForm):
    figures = long_text(_("Figures, and where they come from"))
    examples = long_text(_("Examples told in general, without names"), required=False)
    proposal = long_text(_("The proposal"), private_limit=5000)
    nobody_named = must(_("Nobody and no case can be recognised in it"))
    private = ("figures", "examples", "proposal")


class SignForm(MoveForm):
    decision = forms.ChoiceField(
        label=_("Decision"), choices=pick([("send", _("Sign and send")), ("back", _("Back to be reworked"))])
    )
    body = forms.CharField(label=_("To which body"), max_length=80, required=False)
    document_no = forms.CharField(label=_("Number of the letter"), max_length=60, required=False)

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        if cleaned.get("decision") == "send":
            for name, sentence in (
                ("body", _("Name the body it goes to.")),
                ("document_no", _("Enter the number of the letter.")),
            ):
                if not cleaned.get(name):
                    self.add_error(name, sentence)
        return cleaned


class AnswerForm(MoveForm):
    answer = forms.ChoiceField(label=_("Answer"), choices=pick([("adopted", _("Adopted")), ("not", _("Not adopted"))]))
    answered_on = past_day(_("Date"))
    words = long_text(_("What was answered"), required=False)
    private = ("words",)
