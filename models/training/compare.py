"""Models side by side on the same sound."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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
from models.training.recordings import Recording

Samples = Mapping[tuple[str, str], Sequence[Sample]]
"""By set and condition."""


def dev_samples(recordings: Iterable[Recording], count: int) -> Samples:
    """The test sets, ``count`` utterances each, under every condition."""
    everything = list(recordings)
    talk = talk_of(everything)
    return {
        (corpus, condition): over_the_line(group, condition, talk)
        for corpus, group in chosen(everything, count).items()
        for condition in CONDITIONS
    }


def compare(
    models: Sequence[Path], samples: Samples, graphs: Path, report: Callable[[str], None]
) -> list[dict[tuple[str, str], Score]]:
    """Error rates of every model, by set and condition.

    Args:
        models: folders with ``encoder.int8.onnx`` and ``head.onnx``.
        samples: as :func:`dev_samples` makes them.
        graphs: folder of one build of the graphs.
        report: told a line for every set and condition.
    """
    searches = graphs_of(graphs)
    networks = [PosteriorNetwork(folder, threads=1) for folder in models]
    results: list[dict[tuple[str, str], Score]] = [{} for _ in models]
    for place, spoken in samples.items():
        corpus, condition = place
        cells = [f"{corpus:12s} {condition:6s}"]
        for network, result in zip(networks, results, strict=True):
            found = score(spoken, partial(_hear, network), searches[field_of(corpus)])
            result[place] = found
            cells.append(f"PER {found.phone_errors:5.2f} WER {found.word_errors:5.2f}")
        report(" | ".join(cells))
    return results


def _hear(network: PosteriorNetwork, sample: Sample) -> Floats:
    return network.posteriors(sample.line)
