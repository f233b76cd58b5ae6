"""States of a rights case (domain.md §2.1) and the groups of them that moves start from."""

from django.utils.translation import gettext_lazy as _

from workflows.base import Kind, State

REGISTERED = State("registered", _("Registered"), step="sign_in")
TRIAGE = State("triage", _("Triage"), step="sign_in")
ACCEPTED = State("accepted", _("Accepted"), step="handle")
DISPATCHED = State("dispatched", _("Dispatched, to be signed for"), step="sign_in")
ESCALATED = State("escalated", _("Handed up, to be signed for"), step="sign_in")
REOPENED = State("reopened", _("Reopened, to be signed for"), step="sign_in")
IN_PROGRESS = State("in_progress", _("In progress"), step="handle")
MEDIATING = State("mediating", _("Mediating"), step="handle")
WAITING_EXTERNAL = State("waiting_external", _("Waiting for another body"), Kind.WAITING, step="handle")
SUSPENDED = State("suspended", _("Suspended"), Kind.WAITING, step="handle")
PENDING_REVIEW = State("pending_review", _("To be reviewed"), step="review")
REPLIED = State("replied", _("Replied"), step="reply")
FOLLOW_UP = State("follow_up", _("Follow-up call"), step="follow_up")
TRANSFERRED_OUT = State("transferred_out", _("Passed on, report expected"), Kind.WAITING, step="handle")
RETURNED = State("returned", _("Returned, to be ruled on"), step="sign_in")
REVIEWING = State("reviewing", _("Review by the level above"), step="end")
REVIEWED = State("reviewed", _("Review opinion given"), Kind.END, step="end")
RE_REVIEWING = State("re_reviewing", _("Re-review"), step="end")
HEARING = State("hearing", _("Hearing"), Kind.WAITING, step="end")
TERMINATED = State("terminated", _("Petition terminated"), Kind.END, step="end")
ARCHIVED = State("archived", _("Archived"), Kind.END, step="end")
MERGED = State("merged", _("Merged into another case"), Kind.END, step="end")
CLOSED = State("closed", _("Closed"), Kind.END, step="end")
NOT_ACCEPTED = State("not_accepted", _("Not accepted"), Kind.END, step="end")
WITHDRAWN = State("withdrawn", _("Withdrawn"), Kind.END, step="end")
VOID = State("void", _("Void"), Kind.END, step="end")

ALL = (
    REGISTERED, TRIAGE, ACCEPTED, DISPATCHED, IN_PROGRESS, MEDIATING, PENDING_REVIEW, REPLIED, FOLLOW_UP, CLOSED, RETURNED,
    ESCALATED, WAITING_EXTERNAL, SUSPENDED, TRANSFERRED_OUT, NOT_ACCEPTED, REOPENED, WITHDRAWN, VOID,
    REVIEWING, REVIEWED, RE_REVIEWING, HEARING, TERMINATED, ARCHIVED,
    MERGED,
)  # fmt: skip

TO_SIGN = (REGISTERED, DISPATCHED, ESCALATED, REOPENED)  # nobody has signed for it; the sign-in clock runs
WORKING = (IN_PROGRESS, MEDIATING)
RESTING = (WAITING_EXTERNAL, SUSPENDED)
HANDLING = (*TO_SIGN, RETURNED, TRIAGE, ACCEPTED, *WORKING, *RESTING)  # before a result is handed in: may go up a level
IN_HAND = (*HANDLING, PENDING_REVIEW, REPLIED, FOLLOW_UP, TRANSFERRED_OUT)  # before its end
REVIEWS = (REVIEWING, RE_REVIEWING, HEARING)  # the level above looks at a reply given (信访工作条例 art 35, 36)
OPEN = (*IN_HAND, *REVIEWS)
FILED = (CLOSED, NOT_ACCEPTED, WITHDRAWN, REVIEWED, TERMINATED)  # done; the file is put in order for the archive

STEPS = (
    ("sign_in", _("Sign for")),
    ("handle", _("Handle")),
    ("review", _("Review")),
    ("reply", _("Reply")),
    ("follow_up", _("Follow up")),
    ("end", _("Closed")),
)
