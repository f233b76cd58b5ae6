"""The papers of casework (domain.md §8): what each is called, how it is numbered, who signs it and what stands in it."""

from workflows.papers.book import load
from workflows.papers.kinds import Entry, PaperKind

KINDS: dict[str, PaperKind] = load()

__all__ = ["KINDS", "Entry", "PaperKind"]
