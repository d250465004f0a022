"""Where a text may be taken apart, so that its beginning is heard while the rest is not yet spoken."""

import re

# Chatterbox speaks for forty seconds at most, and no better for longer texts.
MOST = 280
# A sentence ends before a space, or with its line.
_SENTENCE = re.compile(r".+?(?:[.!?…]+[\"'”’)\]]*(?=\s)|$)", re.MULTILINE)  # noqa: RUF001
_CLAUSE = re.compile(r".+?(?:[,;:–—](?=\s)|$)")  # noqa: RUF001


def sentences(text: str, most: int = MOST) -> list[str]:
    """Whole sentences where they fit, clauses where those do not, then words, and then what is left of them."""
    parts = [part for each in _SENTENCE.findall(text) for part in _fitting(" ".join(each.split()), most)]
    return [part for part in parts if any(letter.isalnum() for letter in part)]


def _fitting(sentence: str, most: int) -> list[str]:
    if len(sentence) <= most:
        return [sentence]
    clauses = [clause.strip() for clause in _CLAUSE.findall(sentence)]
    words = [word for clause in clauses for word in ([clause] if len(clause) <= most else clause.split(" "))]
    pieces = [word[at : at + most] for word in words for at in range(0, len(word), most)]
    return _joined(pieces, most)


def _joined(pieces: list[str], most: int) -> list[str]:
    lines: list[str] = []
    for piece in pieces:
        if lines and len(lines[-1]) + 1 + len(piece) <= most:
            lines[-1] += f" {piece}"
        else:
            lines.append(piece)
    return lines
