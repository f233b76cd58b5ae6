"""The monthly entries of the demo: what the district, a street and two communities report by hand for the last months."""

from django.utils import timezone

from casework.demo.people import HOME_COMMUNITY, HOME_STREET
from casework.demo.places import DISTRICT
from casework.demo.world import World
from casework.reports import entries
from casework.reports.periods import Period

MONTHS = 3  # the last ones that are over
# In the order of entries.FIGURES, as they stood in the first of the months; each month a little is added.
REPORTED = (
    ("district", DISTRICT[0], (86, 41, 164, 9, 6, 24, 2, 73)),
    ("street", HOME_STREET, (24, 13, 52, 2, 1, 6, 1, 28)),
    ("cadre", HOME_COMMUNITY, (11, 7, 21, 1, 0, 2, 1, 15)),
    ("cadre", f"{HOME_STREET}002", (8, 4, 12, 0, 0, 0, 0, 0)),
)
WORDS = {
    "features": "婚姻家庭类事项仍占多数，来电多集中在周末之后的两个工作日。",
    "causes": "部分家庭因子女照料和经济压力发生争执，早期求助意识在增强。",
    "advice": "建议继续在社区开展婚姻家庭调解和反家庭暴力法宣传，做好回访。",
}


def report(world: World) -> None:
    """Enter the months that are over, as the officers would."""
    month = Period.around(timezone.localdate(world.now), "month")
    for n in range(1, MONTHS + 1):
        month = month.before
        for role, unit, figures in REPORTED:
            told = {one.key: base + (MONTHS - n) for one, base in zip(entries.FIGURES, figures, strict=True) if base}
            entries.enter(world.who(role, unit), unit, month, told, WORDS if role == "district" else {})
