"""Words get the frames of their own phones."""

from __future__ import annotations

import numpy as np

from models.alignment import frames_of, phone_spans, spelled_confidence, split_by_word
from models.phones import PHONE_INDEX, enter_label, stay_label


def path(text: str) -> list[int]:
    labels: list[int] = []
    for letter in text:
        if letter == "_":
            labels.append(stay_label(0))
        elif letter.isupper():
            labels.append(stay_label(PHONE_INDEX[letter.lower()]))
        else:
            labels.append(enter_label(PHONE_INDEX[letter]))
    return labels


def ways(*words: str) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(PHONE_INDEX[letter] for letter in word) for word in words)


def test_phones_last_while_held_and_pauses_are_left_out() -> None:
    spans = phone_spans(path("__sS_aAA_"))
    assert [(s.first, s.last) for s in spans] == [(2, 3), (5, 7)]


def test_words_are_parted_by_the_way_that_fits_as_a_whole() -> None:
    spans = phone_spans(path("sa_y_a_n"))
    # "saya" then "n", although "sa" would fit first.
    parts = split_by_word(spans, [ways("sa", "saya"), ways("n")])
    assert [len(part) for part in parts] == [4, 1]
    assert parts[1][0].first == 7


def test_a_pause_in_the_phone_that_two_words_share_is_neithers() -> None:
    pause = "_" * 40
    for said in (f"pann{pause}Nol", f"pan{pause}Nnol"):
        ended, began = split_by_word(phone_spans(path(said)), [ways("pan"), ways("nol")])
        assert frames_of(ended)[1] <= 3
        assert frames_of(began)[0] >= 43


def test_a_short_word_held_with_a_pause_lasts_to_its_end() -> None:
    (word,) = split_by_word(phone_spans(path("a" + "_" * 40 + "A")), [ways("a")])
    assert frames_of(word) == (41, 41)


def test_words_that_do_not_fit_get_no_phones() -> None:
    assert split_by_word(phone_spans(path("sa")), [ways("su")]) == [[]]


def test_confidence_is_the_mean_peak() -> None:
    posteriors = np.full((3, 27), -20.0, np.float32)
    posteriors[0, PHONE_INDEX["s"]] = np.log(0.9)
    posteriors[2, PHONE_INDEX["a"]] = np.log(0.4)
    spans = phone_spans(path("saA"))
    assert abs(spelled_confidence(spans, posteriors) - 0.6) < 1e-3
    assert spelled_confidence([], posteriors) == 0.0
