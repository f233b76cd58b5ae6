"""Signing, serving and voiding papers (domain.md §8)."""

from workflows.base import Workflow


class Papers(Workflow):
    """Signing, serving and voiding papers (domain.md §8)."""
