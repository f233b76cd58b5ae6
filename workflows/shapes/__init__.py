"""Reusable parts of ticket types (README.md beside this file): a type takes what it needs and adds its own few words."""
