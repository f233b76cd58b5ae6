"""The papers of casework (domain.md §8): what each is called, how it is numbered, and which moves sign it."""

from workflows.papers.kinds import KINDS, PaperKind

__all__ = ["KINDS", "PaperKind"]
