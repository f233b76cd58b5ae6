"""One module for each ticket type: its main path (`walk`) and what it refuses (`REFUSALS`), made by people over REST and in Chromium.

`test_every_type.py` finds them by the registry: a type without a walk fails. A walk ends in an end state, or its module says in
`STAYS_OPEN` why this type has none to go to.
"""
