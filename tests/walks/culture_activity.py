"""A cultural activity."""

from tests.walks.activities import Way

WAY = Way("culture_activity", kind="reading")
walk, REFUSALS = WAY.walk, WAY.refusals()
