"""What a gesture over real sentences means: stops, dashes and quote marks around the whole go, those of a part stay."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from newsreview.article_text import normalise
from newsreview.offsets import Utf16, paragraphs

FILES = sorted(Path(os.environ["NEWSREVIEW_SEEDS"]).glob("*.txt"))
TRIM = """
async ([module, cases]) => {
  const { trimPhrase } = await import(module);
  return cases.map(([text, start, end]) => trimPhrase(text, start, end));
}
"""

# Number of the file, [start, end) of what is selected, [start, end) of what is meant; in code points of the article.
CASES = [
    (0, 821, 1054, 822, 1048),
    (0, 822, 1050, 822, 1048),
    (0, 821, 1048, 822, 1048),
    (0, 1036, 1054, 1036, 1048),
    (0, 4200, 4300, 4200, 4300),
    (0, 4259, 4300, 4260, 4298),
    (0, 4289, 4300, 4289, 4298),
    (0, 2730, 2759, 2731, 2757),
    (0, 2889, 2994, 2890, 2992),
    (0, 3563, 3592, 3563, 3592),
    (0, 1352, 1372, 1352, 1372),
    (0, 1352, 1369, 1352, 1367),
    (0, 271, 289, 271, 288),
    (1, 1567, 1679, 1568, 1677),
    (1, 1619, 1635, 1619, 1634),
    (1, 470, 585, 470, 584),
    (1, 823, 924, 823, 923),
    (1, 3175, 3232, 3175, 3231),
    (1, 183, 201, 183, 201),
    (2, 780, 890, 781, 888),
    (2, 1195, 1561, 1196, 1559),
    (2, 1488, 1561, 1488, 1559),
    (2, 2760, 2911, 2764, 2910),
    (2, 3294, 3312, 3294, 3312),
    (2, 2913, 2918, 2913, 2917),
    (2, 3719, 3748, 3719, 3745),
    (3, 111, 124, 112, 123),
    (3, 2496, 2539, 2496, 2539),
    (3, 2503, 2525, 2504, 2524),
    (3, 1755, 1781, 1756, 1779),
    (3, 1167, 1202, 1167, 1202),
    (3, 2012, 2085, 2012, 2083),
    (4, 1278, 1311, 1279, 1309),
    (4, 1242, 1311, 1242, 1310),
    (4, 3260, 3409, 3260, 3409),
    (4, 3260, 3361, 3261, 3359),
    (4, 2251, 2277, 2251, 2276),
    (4, 773, 795, 773, 795),
    (4, 3500, 3556, 3501, 3554),
    (4, 1912, 2015, 1912, 2015),
]


def test_a_selection_is_trimmed_to_what_is_meant(run: Callable[[str, str, Any], Any]) -> None:
    asked = []
    for number, start, end, *_ in CASES:
        text = normalise(FILES[number].read_bytes())
        line = next(p for p in paragraphs(text) if p.start <= start < p.end)
        units = Utf16(text[line.start : line.end])
        asked.append((line.start, units, text[line.start : line.end], start - line.start, end - line.start))

    told = run(TRIM, "trim.js", [(line, units.from_points(a), units.from_points(b)) for _, units, line, a, b in asked])
    meant = [
        (begin + units.to_points(a), begin + units.to_points(b))
        for (begin, units, *_), (a, b) in zip(asked, told, strict=True)
    ]
    assert dict(zip(CASES, meant, strict=True)) == {case: case[3:] for case in CASES}
