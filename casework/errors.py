"""The one refusal. The browser shows it as a sentence, the API as problem+json."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise

STATUS = {
    "invalid": 400,
    "forbidden": 403,
    "not_found": 404,
    "closed": 409,
    "key_reused": 409,
    "changed": 412,
}


class Refused(Exception):
    """A request that was not carried out, and why.

    `code` is stable (see STATUS); `reason` is for people: what is missing, then the way out; `errors` maps a field of the
    form to its sentences.
    """

    def __init__(
        self, code: str, reason: str | Promise, errors: Mapping[str, list[Any]] | None = None, **facts: Any
    ) -> None:
        super().__init__(str(reason))
        self.code = code
        self.reason = reason
        self.errors = {name: [str(item) for item in items] for name, items in (errors or {}).items()}
        self.facts = facts

    @property
    def status(self) -> int:
        return STATUS[self.code]
