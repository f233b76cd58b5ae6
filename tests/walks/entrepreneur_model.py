"""A model entrepreneur: she agrees to the public notice before anything else."""

from tests.walks import rounds
from tests.walks.parts import PERSON
from tests.walks.walker import Walker

NOMINATION = {
    **PERSON, "business": "craft", "helped": ["jobless"], "jobs": 12, "deeds": "带动十二名下岗姐妹就业。", "notice_consent": True,
}  # fmt: skip


def begin(cast: Walker):
    return cast.opens("mei", "entrepreneur_model", **NOMINATION)


def walk(cast: Walker):
    return rounds.walk(cast, begin(cast))


def without_her_consent_there_is_no_notice(cast: Walker) -> None:
    cast.may_not_open("mei", "entrepreneur_model", "", at="notice_consent", **{**NOMINATION, "notice_consent": False})


def her_deeds_are_told(cast: Walker) -> None:
    cast.may_not_open("mei", "entrepreneur_model", "", at="deeds", **{**NOMINATION, "deeds": ""})


REFUSALS = [
    *rounds.refusals(begin, "entrepreneur_model"),
    without_her_consent_there_is_no_notice,
    her_deeds_are_told,
]
