"""What callers asked can be read back for a period."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from desk import Desk, SetClock

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


def test_questions_of_a_period_with_the_tickets_they_led_to(tmp_path: Path) -> None:
    clock = SetClock(NOON)
    with Desk.open(f"sqlite:///{tmp_path / 'sapa.db'}", clock) as desk:
        first = desk.start_call("file:a.wav")
        first.match("syarat nuptk", "nuptk-syarat", 0.9, "answer", NOON)
        second = desk.start_call("file:b.wav")
        at = NOON + timedelta(minutes=5)
        second.match("warna seragam", None, 0.1, "escalate", at)
        second.open_ticket("ult", "tidak ada jawaban", at, desk.due(at))
        clock.set(NOON + timedelta(hours=1))
        asked = desk.questions(NOON)
        assert [(q.question, q.decision, q.entry_id) for q in asked] == [
            ("syarat nuptk", "answer", "nuptk-syarat"),
            ("warna seragam", "escalate", None),
        ]
        assert asked[0].ticket is None and asked[1].ticket is not None
        assert asked[1].call_id == second.id
        assert [q.question for q in desk.questions(NOON, at)] == ["syarat nuptk"]
        assert desk.questions(NOON + timedelta(minutes=6)) == []
