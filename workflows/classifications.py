"""Code tables of rights work: categories, channels, grounds, bodies. Values are codes, not titles.

Source: domain.md §2.4–2.6, §4.1–4.5. The categories are those women's federations report by. Risk is in workflows.risk.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from workflows.outcomes import OUTCOMES as OUTCOMES
from workflows.outcomes import Outcome as Outcome
from workflows.outcomes import outcome_choices as outcome_choices
from workflows.risk import ANSWERS as ANSWERS
from workflows.risk import QUESTIONS as QUESTIONS
from workflows.risk import RISK_ORDER as RISK_ORDER
from workflows.risk import RISKS as RISKS
from workflows.risk import higher_risk as higher_risk
from workflows.risk import score as score
from workflows.risk import screened

Text = str | Promise
Choices = list[tuple[str, Text]]


@dataclass(frozen=True)
class Category:
    """A category of level 2 (`code` has 4 digits; the first two are its level 1).

    `violent`: bodily or sexual harm, threats; brings the rules for violence. `minor`: the harmed person is a child.
    """

    code: str
    title: Text
    violent: bool = False
    minor: bool = False


AREAS: dict[str, Text] = {
    "01": _("Marriage and family"),
    "02": _("Personal rights"),
    "03": _("Property"),
    "04": _("Work and social security"),
    "05": _("Culture and education"),
    "06": _("Political rights"),
    "07": _("Rural land and collective income"),
    "08": _("Rights of children"),
    "09": _("Other matters"),
}

CATEGORIES: dict[str, Category] = {
    one.code: one
    for one in (
        Category("0101", _("Divorce")),
        Category("0102", _("Domestic violence"), violent=True),
        Category("0103", _("Affair, bigamy or cohabitation")),
        Category("0104", _("Family conflict")),
        Category("0105", _("Interference with free marriage")),
        Category("0106", _("Custody and visits")),
        Category("0107", _("Support of parents or spouse")),
        Category("0108", _("Couple's property and debts")),
        Category("0109", _("Inheritance and dividing the household")),
        Category("0110", _("Bride price")),
        Category("0111", _("Courtship and cohabitation")),
        Category("0112", _("Adoption")),
        Category("0113", _("Taking a child away after divorce"), minor=True),
        Category("0201", _("Sexual assault"), violent=True),
        Category("0202", _("Sexual harassment")),
        Category("0203", _("Trafficking"), violent=True),
        Category("0204", _("Unlawful detention"), violent=True),
        Category("0205", _("Bodily harm"), violent=True),
        Category("0206", _("Reputation, privacy, online abuse")),
        Category("0207", _("Abuse or desertion"), violent=True),
        Category("0208", _("Medical and reproductive health")),
        Category("0301", _("Housing and demolition")),
        Category("0302", _("Inheritance of property")),
        Category("0303", _("Debts")),
        Category("0304", _("Fraud")),
        Category("0305", _("Other property")),
        Category("0401", _("Discrimination in hiring")),
        Category("0402", _("Dismissal or pay cut in pregnancy, birth or nursing")),
        Category("0403", _("Maternity leave and allowance")),
        Category("0404", _("Wages")),
        Category("0405", _("Social insurance and subsistence allowance")),
        Category("0406", _("Safety at work and work injury")),
        Category("0407", _("Sexual harassment at work")),
        Category("0501", _("School admission and dropping out")),
        Category("0502", _("Bullying at school"), minor=True),
        Category("0503", _("Training")),
        Category("0601", _("Village and residents' committee elections")),
        Category("0602", _("Taking part in public affairs")),
        Category("0701", _("Membership of the collective")),
        Category("0702", _("Contracted land")),
        Category("0703", _("Compensation for land")),
        Category("0704", _("Homestead")),
        Category("0801", _("Guardianship")),
        Category("0802", _("Abuse of a child"), violent=True, minor=True),
        Category("0803", _("Child support")),
        Category("0804", _("Children in hardship"), minor=True),
        Category("0901", _("Suggestion")),
        Category("0902", _("Request for help")),
        Category("0999", _("Other")),
    )
}

ABOUT_STATUS = frozenset(
    {"0101", "0105", "0111", "0112"}
)  # marriage, adoption: no court confirms that (人民调解法 art 33)

NATURES: Choices = [
    ("consult", _("Consultation")),
    ("help", _("Request for help")),
    ("complaint", _("Complaint")),
    ("accusation", _("Accusation against an official")),
    ("suggestion", _("Suggestion")),
    ("petition", _("Petition for a decision")),
]

CHANNELS: Choices = [
    ("hotline", _("Call to 12338")),
    ("phone", _("Other call")),
    ("visit", _("Visit")),
    ("letter", _("Letter")),
    ("online", _("Website, WeChat or e-mail")),
    ("from_12345", _("Passed on by 12345")),
    ("petition_office", _("Passed on by the petition office")),
    ("federation", _("Passed on by a higher federation")),
    ("police", _("Notice from the police")),
    ("court", _("Delegated by a court")),
    ("civil_affairs", _("Notice from civil affairs")),
    ("patrol", _("Found by the community")),
    ("volunteer", _("Hint from a volunteer")),
    ("media", _("Media")),
    ("leader", _("Instruction of a leader")),
]

AGE_BANDS: Choices = [
    ("unknown", _("Not known")),
    ("u14", _("Under 14")),
    ("14_17", _("14 to 17")),
    ("18_29", _("18 to 29")),
    ("30_39", _("30 to 39")),
    ("40_49", _("40 to 49")),
    ("50_59", _("50 to 59")),
    ("60_up", _("60 or older")),
]
MINOR_BANDS = frozenset({"u14", "14_17"})

SEXES: Choices = [("f", _("Woman")), ("m", _("Man")), ("unknown", _("Not known"))]

CALLERS: Choices = [
    ("self", _("Herself")),
    ("relative", _("Relative, friend or neighbour")),
    ("body", _("Community, school or hospital")),
]

TRAFFICKING = "0203"


def risk_of(answers: Mapping[str, str], category: str = "", age_band: str = "") -> str:
    """Red, orange, yellow or blue from the five answers, the category and the age of the person harmed (workflows.risk).

    Red at once: a yes to a red question, violence against a minor, or trafficking (domain.md §2.5).
    Violence is never below orange.
    """
    kind = CATEGORIES.get(category)
    child = age_band in MINOR_BANDS or bool(kind and kind.minor)
    return screened(answers, violent=bool(kind and kind.violent), child=child, red=category == TRAFFICKING)


SUSPENSION_REASONS: Choices = [
    ("lost_contact", _("The party cannot be reached")),
    ("awaiting_result", _("An expert opinion or a lawsuit is pending")),
    ("party_away", _("The party is in hospital or away")),
    ("force_majeure", _("Force majeure")),
]

NOT_ACCEPT_GROUNDS: Choices = [
    ("litigation", _("It belongs to a court, a tribunal or administrative review")),
    ("other_body", _("Another body is competent")),
    ("already_handled", _("A body has already accepted it")),
    ("ended", _("It was ended after the last review")),
    ("no_matter", _("No matter can be made out after asking")),
]

RETURN_GROUNDS: Choices = [
    ("other_area", _("It is outside our area")),
    ("other_unit", _("Another unit is competent")),
    ("conflict", _("Conflict of interest")),
]

SEVERE_GROUNDS: Choices = [
    ("violence", _("Violence happening or just happened")),
    ("injury", _("Injury")),
    ("weapon", _("Weapon")),
    ("threat", _("Threat to kill or of suicide")),
    ("rescue", _("She asks to be rescued")),
    ("minor", _("A minor was harmed")),
    ("trafficking", _("Trafficking")),
    ("incapable", _("The person cannot protect themselves by law")),
    ("order_breach", _("Second written warning, or breach of a protection order")),
    ("group", _("Five persons or more")),
    ("media", _("Public attention")),
]

BODIES: Choices = [
    ("court", _("People's court")),
    ("police", _("Police")),
    ("procuratorate", _("Procuratorate")),
    ("justice", _("Justice bureau, legal aid centre")),
    ("labour", _("Human resources and social security bureau")),
    ("arbitration", _("Labour dispute arbitration committee")),
    ("civil_affairs", _("Civil affairs bureau")),
    ("education", _("Education bureau")),
    ("health", _("Health commission")),
    ("housing", _("Housing bureau")),
    ("agriculture", _("Agriculture bureau")),
    ("street_office", _("Street office")),
    ("petition_office", _("Petition office")),
    ("union", _("Trade union")),
    ("federation", _("Federation of another area")),
    ("other", _("Other body")),
]

TRACKS: Choices = [
    ("xinfang", _("Petition")),
    ("mediation", _("People's mediation")),
    ("hotline", _("Hotline service")),
    ("dv", _("Protection from violence")),
    ("support", _("Help and support")),
]


def category_choices() -> list[tuple[Text, Choices]]:
    """Categories grouped by area, for a select with groups."""
    return [
        (title, [(c.code, c.title) for c in CATEGORIES.values() if c.code[:2] == area]) for area, title in AREAS.items()
    ]


def category_title(code: str) -> str:
    """`Marriage and family · Divorce` in the active language; the code itself if it is unknown."""
    return _category_title(code, get_language())


@lru_cache(maxsize=512)
def _category_title(code: str, language: str | None) -> str:
    known = CATEGORIES.get(code)
    return f"{AREAS[code[:2]]} · {known.title}" if known else str(AREAS.get(code, code))
