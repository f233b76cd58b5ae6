"""Words for who is told about an event. `notifications.audiences` turns each into people; checks refuse other words."""

HOLDER = "holder"  # the assignee
UNIT = "unit"  # everyone who can handle tickets in the responsible unit
FORMER_UNIT = "former_unit"  # handlers of the unit that just handed the ticket over
SUPERVISORS = "supervisors"  # supervisors of the responsible unit's level (street or district)
LEVEL_UP = "level_up"  # officers and supervisors one level up
DISTRICT_DUTY = "district_duty"  # the district rights department
LEADERS = "leaders"  # district supervisors
OPENER = "opener"  # who registered the ticket
ASSISTING = "assisting"  # handlers of the assisting units
PARENT = "parent"  # who holds the ticket this one belongs to

NEW_HARM = (SUPERVISORS, DISTRICT_DUTY, LEADERS)  # somebody was harmed again: everybody above hears it at once

CASE_LEADER = "case_leader"  # the leader who has made the case his own (包案)
DISPATCHER = "dispatcher"  # who dispatched it last

AUDIENCES = frozenset(
    {
        CASE_LEADER,
        DISPATCHER,
        PARENT,
        HOLDER,
        UNIT,
        FORMER_UNIT,
        SUPERVISORS,
        LEVEL_UP,
        DISTRICT_DUTY,
        LEADERS,
        OPENER,
        ASSISTING,
    }
)
