"""The tables of domain.md §8.3, by number. Each is one definition; page, .xlsx and print are made from it (`shown`)."""

from casework.reports.tables.base import Table
from casework.reports.tables.chapters import CHAPTER_TABLE
from casework.reports.tables.entered import ENTERED
from casework.reports.tables.mediation import MEDIATION, REPEATED
from casework.reports.tables.origin import BY_CATEGORY, BY_CHANNEL, BY_PLACE
from casework.reports.tables.rated import RATED
from casework.reports.tables.supervision import ASKED, PRESSED
from casework.reports.tables.violence import MINORS, VIOLENCE

TABLES: dict[int, Table] = {
    table.number: table
    for table in (
        BY_CHANNEL, BY_CATEGORY, BY_PLACE, RATED, VIOLENCE, MINORS, MEDIATION, REPEATED, PRESSED, ASKED, ENTERED, CHAPTER_TABLE,
    )
}  # fmt: skip
