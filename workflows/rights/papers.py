"""Signing, serving and voiding papers (domain.md §8)."""

from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows import classifications as codes
from workflows.base import SAME, Text, Workflow, action
from workflows.papers import KINDS, PaperKind
from workflows.papers.signers import may_sign
from workflows.partyroles import OTHER, REPRESENTATIVE
from workflows.rights import papers_forms as ask
from workflows.rights import states as at
from workflows.rights.agreement import application_fits
from workflows.rights.forms import SHARING
from workflows.rights.guardian import guardian_is_abuser
from workflows.rights.guards import holder_or_above, not_only_assisting
from workflows.roles import CADRE, DISTRICT, HANDLERS, MEDIATOR, STREET, SUPERVISOR, Actor

ANY = tuple(dict.fromkeys(state for state in at.ALL if state not in (at.VOID, at.MERGED)))


def signer(case: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """The kind is signed by this actor's post, and not dated before the case."""
    kind = KINDS[entered["kind"]]
    if kind.by_move:
        move = next(one.label for one in case.workflow.actions() if one.name == kind.by_move)
        sentence = gettext("“%(paper)s” is signed by another move: “%(move)s”.")
        return {"kind": sentence % {"paper": kind.title, "move": move}}
    if not may_sign(kind, case, actor):
        return {"kind": gettext("“%(paper)s” is signed by: %(who)s.") % {"paper": kind.title, "who": kind.who_signs()}}
    if entered.get("dated") and entered["dated"] < localdate(case.opened_at):
        return {"dated": _("This day is before the case was opened.")}
    return application_fits(case, kind.code, entered)


def service(case: Any, actor: Actor, entered: dict[str, Any]) -> dict[str, Text]:
    """Not before it was signed, not twice on the same person, and to the other party only what is meant for it."""
    number, to = entered["paper"], entered["to"]
    found: dict[str, Text] = {}
    signed = case.data.get("signed", {}).get(number, "")
    if signed and entered["served_on"] < date.fromisoformat(signed):
        found["served_on"] = gettext("It was signed on %(day)s; it cannot have been served before.") % {"day": signed}
    if to in case.data.get("served", {}).get(number, {}).get("to", []):
        found["to"] = _("The service of this paper on this person is on record already.")
    kind = kind_of(case, number)
    if kind and case.data.get("parties", {}).get(to) == OTHER and not kind.respondent:
        found["to"] = _("This paper is not for the other party: choose somebody else.")
    if _stands_for_abuser(case, to):
        found["to"] = _(
            "The guardian is accused of the harm to the child and is shown nothing. If this is a lawyer, say so first under “How two people stand to each other”; else choose somebody else."  # noqa: E501
        )
    return found


def _stands_for_abuser(case: Any, to: str) -> bool:
    """Could this be the guardian who is accused of the harm: the other side, or a representative who is no lawyer?"""
    role = case.data.get("parties", {}).get(to)
    lawyer = any(one["who"] == to and one["relation"] == "lawyer" for one in case.data.get("relations", []))
    return role in (OTHER, REPRESENTATIVE) and not lawyer and guardian_is_abuser(case)


def kind_of(case: Any, number: str) -> PaperKind | None:
    """The kind of a valid paper of the case."""
    return next((KINDS[code] for code, those in case.data.get("papers", {}).items() if number in those), None)


def something_signed(ticket: Any, actor: Actor) -> Text:
    return "" if any(ticket.data.get("papers", {}).values()) else _("No paper has been signed in this case.")


def something_to_serve(ticket: Any, actor: Actor) -> Text:
    return "" if ask.numbers(ticket, served=True) else _("No paper has been signed that has to be served.")


class Papers(Workflow):
    @action(
        ANY, SAME, by=[CADRE, MEDIATOR, STREET, DISTRICT, SUPERVISOR], label=_("Sign a paper"), form=ask.SignPaperForm,
        guards=[not_only_assisting, holder_or_above], checks=[signer], icon="file",
        after=_("The number is given with the signature and is never used again."),
    )  # fmt: skip
    def sign_paper(self, kind: str, dated: date | None = None, **entered: Any) -> None:
        self.sign(kind, _dated=dated, **entered)

    @action(
        ANY, SAME, by=HANDLERS, label=_("Record a service"), form=ask.ServiceForm,
        guards=[not_only_assisting, something_to_serve], checks=[service], icon="send",
    )  # fmt: skip
    def record_service(
        self, paper: str, to: str, way: str, served_on: date, signed_by: str, refusal: str, witness: str
    ) -> None:
        kind = kind_of(self, paper)
        before = self.data.get("served", {})
        whom = [*before.get(paper, {}).get("to", []), to]
        record = {"kind": kind.code if kind else "", "way": way, "on": served_on.isoformat(), "to": whom}
        self.data["served"] = {**before, paper: {**record, "refused": way == "left"}}
        self.sign(
            "service_record", _to=to, paper=paper, paper_title=kind.heading if kind else "", way=way,
            served_on=served_on, signed_by=signed_by, refusal=refusal, witness=witness,
        )  # fmt: skip

    @action(
        ANY, SAME, by=[STREET, DISTRICT, SUPERVISOR], label=_("Void a paper"), form=ask.VoidPaperForm,
        guards=[not_only_assisting, something_signed], icon="x",
        after=_("The paper stays in the file, marked void; its number is not used again."),
    )  # fmt: skip
    def annul_paper(self, paper: str, ground: str, note: str) -> None:
        self.void_paper(paper, ground)


# ── What other moves sign by themselves ───────────────────────────────────────────────────────────────────────────────
def on_accept(case: Any, notice: str, notice_no: str) -> None:
    """The notice of acceptance, unless it was given by voice or bears a number from elsewhere (信访工作条例 art 23)."""
    if notice_no.strip():
        case.data["notice_no"] = notice_no.strip()
    elif notice == "paper":
        case.sign("acceptance")


def on_not_accept(case: Any, ground: str, body: str, how_to_reach: str, notice: str, notice_no: str) -> None:
    """The notice of non-acceptance names the ground, the competent body and the way there (信访工作条例 art 23)."""
    if notice_no.strip():
        case.data["notice_no"] = notice_no.strip()
    elif notice == "paper":
        said = {"ground": dict(codes.NOT_ACCEPT_GROUNDS)[ground], "body": dict(codes.BODIES)[body]}
        case.sign("not_accepted", **said, how_to_reach=how_to_reach)


def on_transfer(case: Any, body: str, letter_no: str, basis: str, report_due: date | None) -> None:
    """A letter of assignment where a report is expected, else of transfer; none if it was written elsewhere."""
    if letter_no.strip():
        case.data["letter_no"] = letter_no.strip()
        return
    said: dict[str, Any] = {"body": dict(codes.BODIES)[body], "basis": dict(SHARING)[basis]}
    if report_due:
        case.sign("assign_out", **said, report_due=report_due)
    else:
        case.sign("transfer", **said)


def on_extension(case: Any, wanted: dict[str, Any]) -> None:
    """The person is told the reason and both dates (信访工作条例 art 34). The reason stays where the asker wrote it, sealed."""
    if case.data.get("track_hotline"):
        return
    reason = {"reason": (wanted["seq"], "reason")} if "seq" in wanted else {}
    case.sign("extension", days=wanted["days"], approved_by=case.actor.name, _events=reason)
