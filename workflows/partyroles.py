"""Roles of the people in a case, how they stand to each other, and what may be said of them in clear (domain.md §4.4).

`FACTS` are codes that identify nobody: they lie in `Party.plain` and may be shown and counted. Everything in `IDENTITY`
is sealed with the ticket's key; health and ethnic group too, as sensitive personal information (个人信息保护法 art 28).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows.classifications import AGE_BANDS, CALLERS, SEXES
from workflows.datetexts import joined

Text = str | Promise
Choices = list[tuple[str, Text]]

PETITIONER, VICTIM, OTHER = "petitioner", "victim", "other"
REPRESENTATIVE, WITNESS, MINOR, REPORTER = "representative", "witness", "minor", "reporter"

PARTY_ROLES: dict[str, Text] = {
    PETITIONER: _("Petitioner"),
    VICTIM: _("The person harmed"),
    OTHER: _("Other party"),
    REPRESENTATIVE: _("Representative"),
    WITNESS: _("Witness"),
    MINOR: _("Child"),
    REPORTER: _("Reporter"),
}

RELATIONS: Choices = [
    ("spouse", _("Husband or wife")),
    ("ex_spouse", _("Divorced husband or wife")),
    ("partner", _("Partner living together")),
    ("ex_partner", _("Former partner")),
    ("parent", _("Father or mother")),
    ("child", _("Son or daughter")),
    ("in_law", _("Relative by marriage")),
    ("relative", _("Other relative")),
    ("guardian", _("Guardian")),
    ("employer", _("Employer")),
    ("colleague", _("Colleague")),
    ("teacher", _("Teacher or schoolmate")),
    ("neighbour", _("Neighbour")),
    ("lawyer", _("Lawyer or legal worker")),
    ("stranger", _("Not known to her")),
    ("other", _("Other")),
]
GUARDIANS = frozenset({"parent", "guardian"})  # relations of somebody who by law stands for a child (民法典 art 27)
YES_NO: Choices = [("yes", _("Yes")), ("no", _("No")), ("unsure", _("Not sure"))]
MARITAL: Choices = [
    ("single", _("Not married")),
    ("married", _("Married")),
    ("divorced", _("Divorced")),
    ("widowed", _("Widowed")),
    ("together", _("Living together")),
]
EDUCATION: Choices = [
    ("none", _("No school")),
    ("primary", _("Primary school")),
    ("junior", _("Junior middle school")),
    ("senior", _("Senior middle or vocational school")),
    ("college", _("College or above")),
]
ECONOMY: Choices = [
    ("ordinary", _("Ordinary")),
    ("subsistence", _("Subsistence allowance (低保)")),
    ("destitute", _("Destitute support (特困)")),
    ("low_income", _("Low income (低收入)")),
]
HEALTH: Choices = [
    ("disability", _("Disability")),
    ("pregnant", _("Pregnant")),
    ("nursing", _("Nursing a baby")),
    ("chronic", _("Serious or chronic illness")),
    ("mental", _("Mental illness")),
    ("incapable", _("Cannot protect herself by law")),
]
NEEDS: Choices = [
    ("reading", _("Cannot read or write")),
    ("sign", _("Sign language")),
    ("dialect", _("Dialect or minority language")),
    ("foreign", _("Foreign language")),
    ("companion", _("Somebody to come along")),
]
ID_TYPES: Choices = [
    ("resident", _("Resident identity card")),
    ("hkmt", _("Permit of Hong Kong, Macao or Taiwan")),
    ("passport", _("Passport")),
    ("other", _("Other paper")),
]
# What may be said of a party without saying who: key -> (label, choices).
FACTS: dict[str, tuple[Text, Choices]] = {
    "relation": (_("Relation to her"), RELATIONS),
    "same_home": (_("Lives in the same home"), YES_NO),
    "sex": (_("Sex"), SEXES),
    "age_band": (_("Age"), AGE_BANDS),
    "caller": (_("Who is calling"), CALLERS),
    "marital": (_("Marital status"), MARITAL),
    "education": (_("Education"), EDUCATION),
    "economy": (_("Means"), ECONOMY),
    "needs": (_("Needs help with"), NEEDS),
    "stay_anonymous": (_("Wishes to stay anonymous"), [("True", _("Wishes to stay anonymous"))]),
}
# What is sealed, with its label.
IDENTITY: dict[str, Text] = {
    "name": _("Name"),
    "alias": _("Also known as"),
    "phone": _("Phone"),
    "safe_phone": _("Safe phone"),
    "safe_time": _("Safe time"),
    "id_type": _("Kind of identity paper"),
    "id_number": _("Number of the identity paper"),
    "birth_date": _("Date of birth"),
    "address": _("Address"),
    "nationality": _("Nationality"),
    "ethnic": _("Ethnic group"),
    "registered_residence": _("Registered residence (户籍)"),
    "job": _("Job"),
    "employer": _("Employer"),
    "health": _("Health"),
    "children": _("Children"),
    "query_code": _("Query code"),
}
SEALED_CHOICES: dict[str, Choices] = {"health": HEALTH, "id_type": ID_TYPES}

_BANDS = ((14, "u14"), (18, "14_17"), (30, "18_29"), (40, "30_39"), (50, "40_49"), (60, "50_59"))
UNDER_14, ADULT_AT = 14, 18  # 个人信息保护法 art 31; 未成年人保护法 art 2


def party_title(role: str, number: int = 0) -> Text:
    """What a party is called where the name is covered; `number` tells several of one role apart."""
    title = PARTY_ROLES.get(role, role)
    return format_lazy("{title} {number}", title=title, number=number) if number else title


def age_on(born: date, day: date) -> int:
    """Full years on a day (周岁)."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def band_of(born: date, day: date) -> str:
    """The age band of somebody born then, on a day."""
    age = age_on(born, day)
    return next((band for below, band in _BANDS if age < below), "60_up")


def fact_words(plain: Mapping[str, Any]) -> list[Text]:
    """The facts of a party in words; what is not known is left out."""
    found: list[Text] = []
    for key, (label, choices) in FACTS.items():
        value = plain.get(key)
        if value in (None, "", "unknown", [], False):
            continue
        words = dict(choices)
        if key == "same_home":
            found.extend([label] if value == "yes" else [])
        else:
            found.extend(words.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value]))
    return found


def sealed_words(key: str, value: Any) -> str:
    """A sealed value as people read it: labels of its choices, lists joined."""
    words = dict(SEALED_CHOICES.get(key, ()))
    values = value if isinstance(value, list) else [value]
    return joined(str(words.get(str(one), one)) for one in values)
