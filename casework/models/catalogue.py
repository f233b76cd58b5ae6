"""Who owns what: the dispatch catalogue (派单目录), edited by the district and fed by rulings and consultations."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.people import Jurisdiction, User


class CatalogueEntry(models.Model):
    """Matters of `category` (2 or 4 digits, "" = any) whose text holds one of `words` belong to `owner`.

    `owner`: "community", "street" or "district" (the network's own level over the place), or a body of
    workflows.classifications.BODIES. The most exact entry in force counts; `source` says where it comes from.
    """

    district = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name=_("District"))
    category = models.CharField(_("Category"), max_length=4, blank=True, default="")
    words = models.CharField(_("Words"), max_length=200, blank=True, default="")
    owner = models.CharField(_("Owner"), max_length=30)
    reason = models.CharField(_("Why"), max_length=300)
    source = models.CharField(_("Decided in"), max_length=60, blank=True, default="")
    valid_from = models.DateField(_("From"))
    valid_to = models.DateField(_("To"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, verbose_name=_("Decided by"))
    end_reason = models.CharField(_("Why it ended"), max_length=300, blank=True, default="")
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, verbose_name=_("Ended by"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Catalogue entry")
        verbose_name_plural = _("Dispatch catalogue")
        ordering = ("category", "words", "id")

    def __str__(self) -> str:
        return f"{self.category} {self.words} → {self.owner}"
