"""Lists as people write them."""

import pytest
from django.utils import translation

from workflows.datetexts import joined, joined_lazy


@pytest.mark.parametrize(("language", "shown"), [("zh-hans", "社区、街道"), ("en", "社区, 街道")])
def test_words_are_parted_as_the_readers_language_does_it(language: str, shown: str) -> None:
    later = joined_lazy(["社区", "街道"])
    with translation.override(language):
        assert joined(iter(["社区", "街道"])) == shown == str(later)
