"""The words of the record: what a call, a form and a ticket can be.

Values are what the database and JSON hold; ``label`` is what staff read.
"""

from __future__ import annotations

from enum import StrEnum


class Labelled(StrEnum):
    """A stored word with an Indonesian label."""

    @property
    def label(self) -> str:
        return _LABELS[type(self).__name__][self.value]


class Outcome(Labelled):
    """How a call ended."""

    ANSWERED = "answered"
    TICKET = "ticket"
    ABANDONED = "abandoned"
    SILENT = "silent"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


class Speaker(Labelled):
    """Who said a turn of the transcript."""

    CALLER = "caller"
    SAPA = "sapa"


class FormField(Labelled):
    """One value of the service form (POS step 2)."""

    QUESTION = "question"
    NAME = "name"
    INSTITUTION = "institution"
    DISTRICT = "district"
    PHONE = "phone"
    SUPPORTING = "supporting"


class TicketStatus(Labelled):
    """Where a ticket stands."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    CALLED_BACK = "called_back"
    CLOSED = "closed"


class TicketActionKind(Labelled):
    """What was done to a ticket."""

    OPENED = "opened"
    REASON_ADDED = "reason_added"
    CLAIMED = "claimed"
    HANDED_OVER = "handed_over"
    NOTED = "noted"
    CALLED = "called"
    WRONG_ANSWER = "wrong_answer"
    DEVIATION = "deviation"
    CLOSED = "closed"
    REOPENED = "reopened"


class CallbackResult(Labelled):
    """What came of one attempt to call the caller back."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    WRONG_NUMBER = "wrong_number"


_LABELS: dict[str, dict[str, str]] = {
    "Outcome": {
        "answered": "terjawab",
        "ticket": "diteruskan dengan tiket",
        "abandoned": "penelepon menutup telepon",
        "silent": "penelepon tidak bersuara",
        "interrupted": "terputus karena sistem berhenti",
        "failed": "gagal karena gangguan sistem",
    },
    "Speaker": {"caller": "Penelepon", "sapa": "Sapa"},
    "FormField": {
        "question": "Pertanyaan",
        "name": "Nama",
        "institution": "Instansi",
        "district": "Kabupaten/kota",
        "phone": "Nomor telepon",
        "supporting": "Data pendukung",
    },
    "TicketStatus": {
        "new": "baru",
        "in_progress": "dikerjakan",
        "waiting": "menunggu",
        "called_back": "dihubungi kembali",
        "closed": "selesai",
    },
    "TicketActionKind": {
        "opened": "dibuka",
        "reason_added": "alasan ditambahkan",
        "claimed": "diambil",
        "handed_over": "dialihkan",
        "noted": "catatan",
        "called": "menelepon kembali",
        "wrong_answer": "jawaban Sapa dilaporkan salah",
        "deviation": "penyimpangan dipertanggungjawabkan",
        "closed": "ditutup",
        "reopened": "dibuka kembali",
    },
    "CallbackResult": {
        "reached": "terhubung",
        "no_answer": "tidak diangkat",
        "busy": "sibuk",
        "wrong_number": "salah sambung",
    },
}
