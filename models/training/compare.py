"""Models side by side on the same sound."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from models.posteriors import Floats, PosteriorNetwork
from models.training.features import talk_of
from models.training.measure import (
    CONDITIONS,
    Sample,
    Score,
    chosen,
    field_of,
    graphs_of,
    over_the_line,
    score,
)
from models.training.phone_search import phones_for
from models.training.recordings import Recording

Samples = Mapping[tuple[str, str], Sequence[Sample]]
"""By set and condition."""


def dev_samples(recordings: Sequence[Recording], count: int) -> Samples:
    """The test sets, ``count`` utterances each, under every condition."""
    talk = talk_of(recordings)
    return {
        (corpus, condition): over_the_line(group, condition, talk)
        for corpus, group in chosen(recordings, count).items()
        for condition in CONDITIONS
    }


def compare(
    models: Sequence[Path],
    recordings: Sequence[Recording],
    count: int,
    graphs: Path,
    report: Callable[[str], None],
) -> list[dict[tuple[str, str], Score]]:
    """Error rates of every model, by set and condition.

    Args:
        models: folders with ``encoder.int8.onnx`` and ``head.onnx``.
        recordings: those of the ``dev`` splits are heard; the texts of the others tell what follows
            what among phones.
        count: utterances of a set.
        graphs: as :func:`models.graphs.build_graphs` leaves them.
        report: told a line for every set and condition.
    """
    samples = dev_samples(recordings, count)
    phones = phones_for(recordings)
    searches = graphs_of(graphs)
    networks = [PosteriorNetwork(folder, threads=1) for folder in models]
    results: list[dict[tuple[str, str], Score]] = [{} for _ in models]
    for place, spoken in samples.items():
        corpus, condition = place
        cells = [f"{corpus:12s} {condition:6s}"]
        for network, result in zip(networks, results, strict=True):
            found = score(spoken, partial(_hear, network), phones, searches[field_of(corpus)])
            result[place] = found
            cells.append(f"PER {found.phone_errors:5.2f} WER {found.word_errors:5.2f}")
        report(" | ".join(cells))
    return results


def _hear(network: PosteriorNetwork, sample: Sample) -> Floats:
    return network.posteriors(sample.line)
