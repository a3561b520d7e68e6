"""Words in cells of a CSV file that no spreadsheet takes for a formula. Pure."""

# With the full-width forms, which spreadsheets read as the others.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_text(words: str) -> str:
    """What a spreadsheet shows as these words: they get an apostrophe, as do words that look as if they had got one."""
    return f"'{words}" if words.lstrip("'").startswith(BEGINS_A_FORMULA) else words


def words_of(cell: str) -> str:
    """The words which `as_text` made the cell of."""
    return cell[1:] if cell.startswith("'") and as_text(cell[1:]) == cell else cell
