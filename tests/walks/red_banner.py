"""A red-banner pacesetter: she agrees to the public notice and declares that nothing speaks against her."""

from tests.walks import rounds
from tests.walks.parts import PERSON
from tests.walks.walker import Walker

NOMINATION = {
    **PERSON, "trade": "health", "work_unit": "区人民医院护士长", "years": 18, "honours": ["district"], "deeds": "抗疫一线连续值守，带教三十名新护士。",
    "declared": True, "notice_consent": True,
}  # fmt: skip


def begin(cast: Walker):
    return cast.opens("mei", "red_banner", **NOMINATION)


def walk(cast: Walker):
    return rounds.walk(cast, begin(cast))


def without_her_consent_there_is_no_notice(cast: Walker) -> None:
    cast.may_not_open("mei", "red_banner", "", at="notice_consent", **{**NOMINATION, "notice_consent": False})


def without_her_declaration_there_is_no_nomination(cast: Walker) -> None:
    cast.may_not_open("mei", "red_banner", "", at="declared", **{**NOMINATION, "declared": False})


REFUSALS = [
    *rounds.refusals(begin, "red_banner"),
    without_her_consent_there_is_no_notice,
    without_her_declaration_there_is_no_nomination,
]
