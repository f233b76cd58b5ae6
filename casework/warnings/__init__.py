"""Early warning: what the rules of workflows.warnings find in the cases, and what follows (domain.md §4.7)."""
