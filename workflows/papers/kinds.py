"""Kinds of papers and their number series (domain.md §8.1, §8.2; GB/T 9704-2012)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper. `series`: the word after the district's own in the number (信 → 秦妇信〔2026〕12号)."""

    code: str
    title: Text
    series: str
    anchor: str = ""


KINDS: dict[str, PaperKind] = {
    one.code: one
    for one in (
        PaperKind("acceptance", _("Notice of acceptance"), "信", "信访工作条例 art 23"),
        PaperKind("press", _("Notice of supervision"), "督", "信访工作条例 art 40"),
        PaperKind("transfer", _("Transfer letter"), "函", "信访工作条例 art 22–23"),
    )
}
