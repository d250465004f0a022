import pytest
from hypothesis import given
from hypothesis import strategies as some

from tts_server.sentences import MOST, sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Hello.", ["Hello."]),
        ("Version 3.5 is out. Get it!", ["Version 3.5 is out.", "Get it!"]),
        ('"Really?" she asked.\nYes', ['"Really?"', "she asked.", "Yes"]),
        ("First line\nsecond line", ["First line", "second line"]),
        ("...", []),
    ],
)
def test_a_text_is_taken_apart_at_its_sentences(text: str, parts: list[str]):
    assert sentences(text) == parts


def test_what_is_too_long_is_taken_apart_at_its_clauses_and_then_at_its_words():
    assert sentences("one two, three four, five", 16) == ["one two,", "three four, five"]
    assert sentences("one two three", 7) == ["one two", "three"]
    assert sentences("abcdefgh", 3) == ["abc", "def", "gh"]


@given(some.text(max_size=2000), some.integers(1, MOST))
def test_every_letter_is_spoken_and_none_of_the_parts_is_too_long(text: str, most: int):
    parts = sentences(text, most)
    assert all(0 < len(part) <= most for part in parts)

    def letters(of: str) -> str:
        return "".join(letter for letter in of if letter.isalnum())

    assert letters("".join(parts)) == letters(text)
