"""States of a referral to legal aid (workflows.types.legal_aid)."""

from django.utils.translation import gettext_lazy as _

from workflows.base import Kind, State

PREPARING = State("preparing", _("Application being prepared"))
SUPPLEMENTING = State("supplementing", _("Papers to be supplied"))
SUBMITTED = State("submitted", _("With the legal aid body"))
GRANTED = State("granted", _("Granted, lawyer to be appointed"))
RUNNING = State("running", _("A lawyer is at work"))
OBJECTING = State("objecting", _("Objection with the justice bureau"))
DECLINED = State("declined", _("She does not want it"), Kind.END)
WITHDRAWN = State("withdrawn", _("Counts as withdrawn"), Kind.END)
REFUSED = State("refused", _("Not granted"), Kind.END)
DONE = State("done", _("Finished"), Kind.END)
OPEN = (PREPARING, SUPPLEMENTING, SUBMITTED, GRANTED, RUNNING, OBJECTING)
WITH_OTHERS = (SUBMITTED, GRANTED, OBJECTING)
