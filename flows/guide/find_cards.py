"""Find what of the guide helps with a word, a type or a sentence."""

import re
from functools import lru_cache

from flows.guide.guide import Card, Guide, Ladder, Validity
from flows.guide.read_guide import load_guide
from flows.guide.search import Index, Searched
from flows.guide.studies import Study
from flows.triage.bilingual import Bilingual

Entry = Card | Validity | Ladder | Study
"""What a search of the guide finds."""

_PARTICLES = re.compile("[のとをにがへで、・（）]")
"""What stands between the words of a title."""


def find_cards(typed: str, guide: Guide | None = None) -> tuple[Entry, ...]:
    """What of the guide (the shipped one, where none is given) fits best, first.

    It is found in either language, in hiragana or katakana, in any width and case, and within a
    sentence. Nothing found is an empty answer: the caller then shows the list.
    """
    return _index(load_guide() if guide is None else guide).find(typed)


@lru_cache(maxsize=4)  # the shipped guide, and a company's own
def _index(guide: Guide) -> Index[Entry]:
    return Index(
        [
            *map(_of_card, guide.cards),
            _of_ladder(guide.ladder),
            *map(_of_validity, guide.validity),
            *map(_of_study, guide.studies),
        ]
    )


def _of_card(card: Card) -> Searched[Entry]:
    lines = (card.say, card.do, card.avoid, card.call)
    return Searched(
        found=card,
        names=(card.id, *_both(card.title)),
        words=(*card.words.ja, *card.words.en),
        text=(
            *_both(card.applies, card.stop),
            *(one for part in lines for one in (*part.ja, *part.en)),
        ),
    )


def _of_ladder(ladder: Ladder) -> Searched[Entry]:
    words = [words for step in ladder.steps for words in step.ways.values()]
    return Searched(
        found=ladder,
        names=("ladder", *_both(ladder.title)),
        words=(*ladder.words.ja, *ladder.words.en),
        text=(
            *(one for part in words for one in _both(part.title, part.purpose)),
            *(one for part in words for one in (*part.say.ja, *part.say.en)),
        ),
    )


def _of_validity(one: Validity) -> Searched[Entry]:
    return Searched(
        found=one,
        names=(one.id, *_both(one.title)),
        words=(*one.words.ja, *one.words.en),
        text=(
            *_both(one.why, one.by_when),
            *(line for part in (one.check, one.say) for line in (*part.ja, *part.en)),
        ),
    )


def _of_study(study: Study) -> Searched[Entry]:
    return Searched(
        found=study,
        names=(study.id, *_both(study.title)),
        words=[word for word in _PARTICLES.split(study.title.ja) if len(word) > 1],
        text=_both(study.happened, study.reason, *study.now),
    )


def _both(*texts: Bilingual) -> tuple[str, ...]:
    return tuple(one for text in texts for one in (text.ja, text.en))
