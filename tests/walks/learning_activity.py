"""A learning activity of one of the four teams."""

from tests.walks.activities import Way

WAY = Way("learning_activity", team="stairs")
walk, REFUSALS = WAY.walk, WAY.refusals()
