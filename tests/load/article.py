"""What the virtual editors mark: some 600 words, each of them once."""

WORDS_A_PARAGRAPH = 40
TEXT = "\n".join(
    " ".join(f"word{number:03d}" for number in range(at, at + WORDS_A_PARAGRAPH)) + "."
    for at in range(0, 600, WORDS_A_PARAGRAPH)
)
