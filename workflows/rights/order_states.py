"""States of a protection order (workflows.types.protection_order)."""

from django.utils.translation import gettext_lazy as _

from workflows.base import Kind, State

TO_OFFER = State("to_offer", _("To be offered"))
THINKING = State("thinking", _("She is thinking about it"))
PREPARING = State("preparing", _("Application being prepared"))
FILED = State("filed", _("Filed with the court"))
BEFORE_COURT = State("before_court", _("Accepted by the court"))
IN_FORCE = State("in_force", _("In force"))
DECLINED = State("declined", _("She does not want it"), Kind.END)
REFUSED = State("refused", _("Not accepted by the court"), Kind.END)
REJECTED = State("rejected", _("Rejected by the court"), Kind.END)
EXPIRED = State("expired", _("No longer in force"), Kind.END)
OPEN = (TO_OFFER, THINKING, PREPARING, FILED, BEFORE_COURT, IN_FORCE)
