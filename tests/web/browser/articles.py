"""Articles made for these tests: small in words, rich in what goes wrong."""

ZOE = "Zoe\N{COMBINING ACUTE ACCENT} Ferran"
CREW = "\U0001f469\U0001f3fd\u200d\U0001f692\U0001f468\u200d\U0001f469\u200d\U0001f467"

ALSO = [f"{6 + i // 6:02}:{i % 6}0 Tram notes, part {i + 1}" for i in range(79)]

LANTERN_ROW = f"""Lantern Row loses its last tram

By Imre Tolland

The council of Quarrow said on Monday that the last tram on Lantern Row would stop in June, “because the rails are \
older than the bridge”, and that buses would follow. Deputy mayor {ZOE} told 𝒳-Radio that nobody had asked \
the drivers {CREW}, who learnt of it from a\N{NO-BREAK SPACE}poster.

“We carried 4,100 people a day,” said {ZOE}’s predecessor, Ilo Brandt; the operator says it was 2,900.

דוברת החברה, נועה לביא, אמרה כי הקו ייסגר ביום ראשון, ולא ביוני.

Read also:
{chr(10).join(ALSO)}
"""

# One paragraph each. What an import lets through must come through the browser as it is.
TORTURE = {
    "emoji": "Say 🎉 and 🧑‍🎄 and 👍🏽 aloud",
    "family": "the family 👨‍👩‍👧‍👦 left early",
    "flags": "Flags 🇸🇪🇫🇮 and 🏴󠁧󠁢󠁳󠁣󠁴󠁿 flew there",
    "combining": "Zoe\u0301 and e\u0302\u0323 and ñ stay apart",
    "hangul": "서울 시장은 \u1112\u1161\u11ab글 말했다",
    "arabic": "قال الوزير إنّ الجسر مغلق",
    "hebrew in english": "The word \u05e9\u05dc\u05d5\u05dd means peace, he said",
    "direction marks": "x \u200fאבג\u200e 12% \u2067abc\u2069 end",
    "line separator": "before\u2028after and\u2029on",
    "next line": "one\u0085two three",
    "byte order mark inside": "in\ufeffside words",
    "soft hyphen": "co\u00adoperate with them",
    "no-break spaces": "2.4\u00a0metres and 40\u202fmin",
    "astral letters": "the sign 𝒳 and 𐌰𐌱 and 𝒜",
    "chinese": "潮水上涨。𠮷野家说",
    "spaces": "two  spaces\tand a tab   here",
    "markup": "a <b>bold</b> &amp; &lt;claim&gt; <script>x</script>",
    "zero width": "zero\u200bwidth and word\u2060joiner",
}
