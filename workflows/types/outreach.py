"""Legal education (普法活动): an activity with a topic, a lecturer and a quiz before and after (domain.md §5.8 T9a)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.base import SAME, action
from workflows.counters import Counter
from workflows.forms import MoveForm
from workflows.registry import register
from workflows.shapes import activity as at
from workflows.shapes.frame import AT_HAND, boxes

TOPICS = [
    ("civil_code", _("Civil code")), ("violence", _("Law against domestic violence")), ("women", _("Law on women's rights")), ("minors", _("Law on minors")),
    ("aid", _("Legal aid")),
]  # fmt: skip
DAYS = [
    ("0308", _("Rights week of 8 March")),
    ("0515", _("Day of families, 15 May")),
    ("1125", _("Day against violence, 25 November")),
    ("1204", _("Constitution day, 4 December")),
]


class OutreachForm(at.ActivityForm):
    topics = boxes(_("Topics"), TOPICS)
    days = boxes(_("On the occasion of"), DAYS, required=False)
    lecturer = forms.CharField(label=_("Lecturer"), max_length=40)
    private = (*at.ActivityForm.private, "lecturer")


class QuizForm(MoveForm):
    before = forms.IntegerField(label=_("Right answers before, in per cent"), min_value=0, max_value=100)
    after = forms.IntegerField(label=_("Right answers after, in per cent"), min_value=0, max_value=100)
    handed_out = forms.IntegerField(label=_("Leaflets handed out"), min_value=0, max_value=1000000)


@register
class Outreach(at.Activity):
    slug, prefix, title, plan_chapter = "outreach", "PF", _("Legal education"), 9
    kept = (*at.Activity.kept, "topics", "days")
    intake_form = OutreachForm
    counters = (*at.Activity.counters, Counter("leaflets", _("Leaflets"), amount="handed_out"))

    @action([at.HELD], SAME, by=AT_HAND, label=_("Record the quiz"), form=QuizForm, icon="note")
    def record_quiz(self, before: int, after: int, handed_out: int) -> None:
        self.data.update(quiz_before=before, quiz_after=after, handed_out=handed_out)
