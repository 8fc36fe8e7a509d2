"""When an answer may be said as fact."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from faq import FaqEntry, Freshness, Silence

TODAY = date(2026, 11, 23)
ENTRY = FaqEntry(
    id="x",
    title="X",
    topic="t",
    ask=("a", "b", "c"),
    answer="Jawaban.",
    unit="u",
    source=("s",),
    facts=(),
    freshness=Freshness.FIXED,
    verified_by="Petugas",
    verified_on=date(2026, 11, 1),
    valid_until=None,
)


@pytest.mark.parametrize("freshness", [Freshness.FIXED, Freshness.REGULATION, Freshness.OLD])
def test_lasting_facts_need_only_somebody_to_vouch(freshness: Freshness) -> None:
    entry = replace(ENTRY, freshness=freshness)
    assert entry.speakable(TODAY)
    unsigned = replace(entry, verified_by=None, verified_on=None)
    assert unsigned.silence(TODAY) is Silence.UNVERIFIED


def test_a_seasonal_fact_is_spoken_until_its_last_day_and_not_after() -> None:
    entry = replace(ENTRY, freshness=Freshness.SEASONAL, valid_until=TODAY)
    assert entry.speakable(TODAY)
    assert entry.silence(date(2026, 11, 24)) is Silence.EXPIRED
    assert replace(entry, valid_until=None).silence(TODAY) is Silence.UNDATED
    assert replace(entry, verified_by=None).silence(TODAY) is Silence.UNVERIFIED


def test_any_fact_with_a_past_date_is_silent() -> None:
    assert replace(ENTRY, valid_until=date(2026, 1, 1)).silence(TODAY) is Silence.EXPIRED


def test_a_placeholder_is_never_spoken() -> None:
    entry = replace(ENTRY, answer="Alamatnya {{isi: alamat}}.")
    assert entry.silence(TODAY) is Silence.PLACEHOLDER
