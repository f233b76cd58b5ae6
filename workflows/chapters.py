"""The ten chapters of the Federation's plan, by number. A type says with `plan_chapter` to which it belongs."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHAPTERS: dict[int, str | Promise] = {
    1: _("Start-up environment"),
    2: _("Skills and training"),
    3: _("Community enterprise and jobs"),
    4: _("Model women's communities"),
    5: _("Model families"),
    6: _("Learning families"),
    7: _("Community culture"),
    8: _("Rights protection"),
    9: _("Legal education"),
    10: _("Help for those in need"),
}
