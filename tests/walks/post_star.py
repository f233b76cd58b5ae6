"""A star of her post."""

from tests.walks import rounds
from tests.walks.parts import PERSON
from tests.walks.walker import Walker

NOMINATION = {
    **PERSON, "field": "care", "skills": ["senior"], "years": 9, "deeds": "坚守养老护理岗位九年。", "notice_consent": True,
}  # fmt: skip


def begin(cast: Walker):
    return cast.opens("mei", "post_star", **NOMINATION)


def walk(cast: Walker):
    return rounds.walk(cast, begin(cast))


def without_her_consent_there_is_no_notice(cast: Walker) -> None:
    cast.may_not_open("mei", "post_star", "", at="notice_consent", **{**NOMINATION, "notice_consent": False})


def an_unknown_field_is_none(cast: Walker) -> None:
    cast.may_not_open("mei", "post_star", "", at="field", **{**NOMINATION, "field": "nowhere"})


REFUSALS = [
    *rounds.refusals(begin, "post_star"),
    without_her_consent_there_is_no_notice,
    an_unknown_field_is_none,
]
