"""Sealed data fails closed: a wrong, missing or destroyed key raises, and ciphertext cannot be moved."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import sealed
from casework.sealed import SealError


def ring(*kids: str) -> list[str]:
    return [f"{kid}:{base64.b64encode(kid.encode().ljust(32, b'-')).decode()}" for kid in kids]


@given(st.dictionaries(st.text(max_size=10), st.text(), max_size=4))
def test_what_is_sealed_comes_back(value: dict[str, str]) -> None:
    key = sealed.unwrap(sealed.new_key("T-1"), "T-1")
    assert sealed.unseal(key, sealed.seal(key, value, "here"), "here") == value


def test_a_ciphertext_moved_to_another_row_is_refused() -> None:
    key = sealed.unwrap(sealed.new_key("T-1"), "T-1")
    with pytest.raises(SealError):
        sealed.unseal(key, sealed.seal(key, {"name": "x"}, "party|T-1|a"), "party|T-1|b")


def test_a_key_of_one_ticket_does_not_open_another() -> None:
    with pytest.raises(SealError):
        sealed.unwrap(sealed.new_key("T-1"), "T-2")


def test_a_wrong_keyring_raises_and_never_returns_ciphertext(settings: object) -> None:
    settings.SEALED_KEYS = ring("a")  # type: ignore[attr-defined]
    wrapped = sealed.new_key("T-1")
    settings.SEALED_KEYS = ["a:" + base64.b64encode(b"0" * 32).decode()]  # type: ignore[attr-defined]
    with pytest.raises(SealError):
        sealed.unwrap(wrapped, "T-1")


def test_an_old_key_still_opens_after_a_new_one_is_put_in_front(settings: object) -> None:
    settings.SEALED_KEYS = ring("a")  # type: ignore[attr-defined]
    wrapped = sealed.new_key("T-1")
    settings.SEALED_KEYS = ring("b", "a")  # type: ignore[attr-defined]
    assert len(sealed.unwrap(wrapped, "T-1")) == 32
    settings.SEALED_KEYS = ring("b")  # type: ignore[attr-defined]
    with pytest.raises(SealError, match="'a'"):
        sealed.unwrap(wrapped, "T-1")


def test_a_destroyed_key_says_so() -> None:
    with pytest.raises(SealError, match="destroyed"):
        sealed.unwrap(None, "T-1")


@pytest.mark.parametrize("bad", ["", "k1:short", "k1:not base64 !!"])
def test_a_malformed_keyring_names_the_setting_and_the_remedy(settings: object, bad: str) -> None:
    settings.SEALED_KEYS = [bad] if bad else []  # type: ignore[attr-defined]
    with pytest.raises(SealError, match="SEALED_KEYS"):
        sealed.keyring()


def test_a_blind_index_is_equal_for_equal_numbers_and_none_for_nothing() -> None:
    assert sealed.blind("phone", "138-0013 8000") == sealed.blind("phone", "１３８００１３８０００")
    assert sealed.blind("phone", "13800138000") != sealed.blind("name", "13800138000")
    assert sealed.blind("phone", " ") is None
