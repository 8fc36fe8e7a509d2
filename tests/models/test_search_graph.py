"""The search graph accepts what the language model says, at its cost, and nothing else."""

from __future__ import annotations

import itertools
import math

import pytest

from models.language import spelling_model
from models.lm.words import from_ngram
from models.ngram import Ngram, count_model, sequence_logprob
from models.phones import PHONE_INDEX, enter_label, stay_label
from models.search_graph import CHANGE_COST, GraphBuilder, SearchGraph

SENTENCES = [("saya", "guru"), ("saya", "sayang", "ibu"), ("ibu", "guru"), ("sa", "ya")]


def pronunciations(model: Ngram) -> dict[str, list[list[str]]]:
    said = {"sayang": ["s", "a", "y", "a", "ng"]}
    return {word: [said.get(word, list(word))] for word in model.words}


def best_cost(graph: SearchGraph, labels: list[int], words: list[str]) -> float:
    """Cheapest path that reads the labels and writes the words; infinite when there is none."""
    numbers = [graph.words.index(w) for w in words]
    begins = graph.counts.cumsum() - graph.counts
    todo: dict[tuple[int, int, int], float] = {(0, 0, 0): 0.0}
    best: dict[tuple[int, int, int], float] = {}
    while todo:
        place, cost = min(todo.items(), key=lambda item: item[1])
        del todo[place]
        best[place] = cost
        state, read, wrote = place
        for label, word, more, to in graph.arcs[begins[state] :][: graph.counts[state]].tolist():
            if label and (read == len(labels) or labels[read] != label):
                continue
            if word and (wrote == len(numbers) or numbers[wrote] != word):
                continue
            after = (to, read + bool(label), wrote + bool(word))
            if cost + more < min(best.get(after, math.inf), todo.get(after, math.inf)):
                todo[after] = cost + more
                best.pop(after, None)
    done = [
        cost + graph.finals[state]
        for (state, read, wrote), cost in best.items()
        if (read, wrote) == (len(labels), len(numbers)) and graph.finals[state] < math.inf
    ]
    return min(done, default=math.inf)


def spoken(text: str, hold: int = 0) -> list[int]:
    """Labels of the phones of a text; a blank between all, each phone held some frames more."""
    labels = [stay_label(0)]
    for letters in text.split():
        phones = [*letters] if not letters.endswith("ng") else [*letters[:-2], "ng"]
        for phone in phones:
            number = PHONE_INDEX[phone]
            labels += [enter_label(number), *[stay_label(number)] * hold, stay_label(0)]
    return labels


@pytest.fixture(scope="module")
def model() -> Ngram:
    return count_model(SENTENCES, 3)


@pytest.fixture(scope="module")
def graph(model: Ngram) -> SearchGraph:
    return GraphBuilder(from_ngram(model), pronunciations(model)).build()


@pytest.mark.parametrize("text", ["saya guru", "saya sayang ibu", "ibu guru"])
@pytest.mark.parametrize("hold", [0, 2])
def test_seen_sentence_costs_what_the_model_says(
    model: Ngram, graph: SearchGraph, text: str, hold: int
) -> None:
    cost = best_cost(graph, spoken(text, hold), text.split())
    assert cost == pytest.approx(-sequence_logprob(model, text.split()), abs=1e-4)


def test_unseen_order_costs_more_but_is_possible(graph: SearchGraph) -> None:
    seen = best_cost(graph, spoken("ibu guru"), ["ibu", "guru"])
    unseen = best_cost(graph, spoken("guru ibu"), ["guru", "ibu"])
    assert seen < unseen < math.inf


def test_same_sounds_may_be_two_readings(graph: SearchGraph) -> None:
    assert best_cost(graph, spoken("saya"), ["saya"]) < math.inf
    assert best_cost(graph, spoken("saya"), ["sa", "ya"]) < math.inf


def test_other_sounds_are_not_accepted(graph: SearchGraph) -> None:
    assert best_cost(graph, spoken("guri"), ["guru"]) == math.inf


def test_phones_between_words_need_no_pause(graph: SearchGraph) -> None:
    labels = [label for label in spoken("ibu guru") if label != stay_label(0)]
    assert best_cost(graph, labels, ["ibu", "guru"]) < math.inf


OTHER = [("bola", "ibu"), ("ibu", "bola", "lagu"), ("bola",)]


@pytest.fixture(scope="module")
def two() -> SearchGraph:
    narrow, wide = count_model(SENTENCES, 3), count_model(OTHER, 2)
    said = {**pronunciations(narrow), **pronunciations(wide)}
    return GraphBuilder.of_two(from_ngram(narrow), from_ngram(wide), 0.75, said).build()


def test_sentence_of_one_model_pays_for_the_other_once(two: SearchGraph) -> None:
    for sentences, order, text, share in [
        (SENTENCES, 3, "saya sayang ibu", 0.75),
        (OTHER, 2, "ibu bola lagu", 0.25),
    ]:
        cost = best_cost(two, spoken(text), text.split())
        alone = -sequence_logprob(count_model(sentences, order), text.split())
        assert cost == pytest.approx(alone - math.log(share), abs=1e-4)


@pytest.mark.parametrize("text", ["saya sayang bola", "bola ibu guru", "lagu saya bola saya"])
def test_sentence_may_go_over_to_the_other_model(two: SearchGraph, text: str) -> None:
    cost = best_cost(two, spoken(text), text.split())
    assert CHANGE_COST < cost < math.inf


@pytest.fixture(scope="module")
def three() -> SearchGraph:
    narrow, wide = count_model(SENTENCES, 3), count_model(OTHER, 2)
    spelled = spelling_model(from_ngram(count_model(NAMES, 1)), order=2)
    said = {**pronunciations(narrow), **pronunciations(wide)}
    said |= {word: [list(word[1:])] for word in spelled.vocabulary}
    builder = GraphBuilder.of_two(
        from_ngram(narrow), from_ngram(wide), 0.75, said, spelled, UNKNOWN
    )
    return builder.build()


NAMES = [("".join(parts),) for parts in itertools.product(["lo", "bi", "na"], repeat=3)]
UNKNOWN = (5.0, 3.0)


def test_what_the_models_know_costs_the_same_beside_spelled_words(
    two: SearchGraph, three: SearchGraph
) -> None:
    for text in ("saya guru", "ibu bola lagu", "saya sayang bola"):
        cost = best_cost(three, spoken(text), text.split())
        assert cost == pytest.approx(best_cost(two, spoken(text), text.split()))


@pytest.mark.parametrize("syllables", ["_bi ~na", "_lo ~bi ~lo ~na", "_na"])
def test_a_word_that_no_model_knows_is_spelled_by_its_sound(
    three: SearchGraph, syllables: str
) -> None:
    said = syllables.replace("_", "").replace("~", "")
    cost = best_cost(three, spoken(f"saya {said}"), ["saya", *syllables.split()])
    assert min(UNKNOWN) < cost < math.inf
    # It may also stand before what the models know.
    again = best_cost(three, spoken(f"{said} guru"), [*syllables.split(), "guru"])
    assert min(UNKNOWN) < again < math.inf


def test_a_spelled_word_has_a_beginning(three: SearchGraph) -> None:
    assert best_cost(three, spoken("saya na"), ["saya", "~na"]) == math.inf
    assert best_cost(three, spoken("saya nabi"), ["saya", "_na", "~bi"]) < math.inf


@pytest.mark.parametrize("name", ["two", "three"])
def test_nothing_goes_in_circles_without_a_sound(name: str, request: pytest.FixtureRequest) -> None:
    graph: SearchGraph = request.getfixturevalue(name)
    begins = graph.counts.cumsum() - graph.counts
    silent = [
        [int(arc["to"]) for arc in graph.arcs[at : at + count] if not arc["enters"]]
        for at, count in zip(begins, graph.counts, strict=True)
    ]
    done: set[int] = set()
    while True:
        ready = {s for s in range(len(silent)) if s not in done and done.issuperset(silent[s])}
        if not ready:
            break
        done |= ready
    assert len(done) == len(silent)
