"""The people of a case: parties, consent, contacts, merging and splitting (domain.md §4.4, §1.12)."""

from workflows.base import Workflow


class People(Workflow):
    """The people of a case: parties, consent, contacts, merging and splitting (domain.md §4.4, §1.12)."""
