import json
from collections.abc import Callable

import pytest

from newsreview.corpus.models import Article
from newsreview.intake.importing import Summary
from newsreview.intake.languages import detected

TEXTS = {
    "en": """The ferry to Kelder stood still for the whole of Tuesday, the harbour master said, and nobody on board
        could say when it would go on. The company that runs the line did not answer. It has said that its ships are
        safe.""",
    "de": """Die Fähre nach Kelder stand am Dienstag den ganzen Tag still, sagte der Hafenmeister, und niemand an Bord
        konnte sagen, wann sie weiterfahren würde. Die Reederei antwortete nicht. Ihre Schiffe seien sicher, hieß es
        früher. Erst gegen Abend wurden die Fahrgäste mit einem kleinen Boot an Land gebracht, und viele von ihnen
        hatten seit dem Morgen nichts gegessen. Der Wind hatte sich inzwischen gedreht und wehte nun von Westen.""",
    "fr": """Le ferry pour Kelder est resté immobile toute la journée de mardi, a dit le capitaine du port, et personne
        à bord ne savait quand il repartirait. La compagnie n'a pas répondu. Elle avait dit que ses navires étaient
        sûrs. Ce n'est que le soir que les passagers ont été ramenés à terre dans un petit bateau.""",
    "he": """המעבורת לקלדר עמדה כל יום שלישי, אמר מנהל הנמל, ואיש על הסיפון לא ידע לומר מתי תמשיך בדרכה. החברה שמפעילה
        את הקו לא השיבה לשאלות. בעבר אמרה החברה שהאוניות שלה בטוחות לחלוטין ושאין שום סכנה לנוסעים או לצוות.""",
}


SPANISH = """El transbordador a Kelder estuvo parado todo el martes, dijo el capitán del puerto, y nadie a bordo sabía
    cuándo volvería a salir. La compañía no respondió a nuestras preguntas. Antes había dicho que sus barcos eran
    seguros y que no había peligro. Los pasajeros fueron llevados a tierra por la noche en una barca pequeña,
    después de que el viento hubiera cambiado y las olas se hicieran más bajas. Muchos de ellos no habían comido
    nada desde la mañana, y los niños dormían en los bancos."""


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_that_is_long_enough_tells_its_language(language: str) -> None:
    assert detected(TEXTS[language]) == language


@pytest.mark.parametrize(
    "text", ["", "The ferry.", TEXTS["en"][:190], "12:30 – 14:15 " * 40, "𝒳 🚢 " * 100, "a" * 5000]
)
def test_what_is_short_or_no_language_tells_none(text: str) -> None:
    assert detected(text) == ""


def test_a_text_that_might_be_in_a_neighbouring_language_tells_none() -> None:
    assert detected(SPANISH) == ""


def test_a_text_in_two_languages_tells_none() -> None:
    assert (
        detected(" ".join(f"{en} {de}" for en, de in zip(TEXTS["en"].split(), TEXTS["de"].split(), strict=False))) == ""
    )


def test_what_names_its_language_keeps_it(bring: Callable[..., Summary]) -> None:
    records = [{"text": TEXTS["de"]}, {"text": TEXTS["en"], "language": "en-GB"}, {"text": "Short."}]
    bring({"a.jsonl": "\n".join(map(json.dumps, records))})
    assert list(Article.objects.order_by("id").values_list("language", flat=True)) == ["de", "en-GB", ""]
