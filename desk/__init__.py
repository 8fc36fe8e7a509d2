"""The staff's side: the written procedure, the record of every call, and the tickets."""

from desk.calls import CallRecord
from desk.clock import OFFICE_ZONE, Clock, SetClock, SystemClock
from desk.desk import Desk
from desk.errors import DeskError
from desk.numbering import TICKET_SERIES
from desk.procedure import (
    FormItem,
    Procedure,
    Step,
    load_procedure,
    procedure_document,
)
from desk.questions import CHOSEN, AskedQuestion
from desk.recovery import RecoveredCall
from desk.service_clock import WEEKDAYS_8_TO_16, OfficeHours, ServiceClock
from desk.states import (
    CallbackResult,
    FormField,
    Outcome,
    Speaker,
    TicketActionKind,
    TicketStatus,
)
from desk.tickets import DeviationUnaccountedError, Tickets
from desk.views import (
    ActionView,
    CallView,
    FormEntry,
    MatchView,
    StepView,
    TicketDetail,
    TicketSummary,
    TurnView,
    WrongAnswerView,
)

__all__ = [
    "CHOSEN",
    "OFFICE_ZONE",
    "TICKET_SERIES",
    "WEEKDAYS_8_TO_16",
    "ActionView",
    "AskedQuestion",
    "CallRecord",
    "CallView",
    "CallbackResult",
    "Clock",
    "Desk",
    "DeskError",
    "DeviationUnaccountedError",
    "FormEntry",
    "FormField",
    "FormItem",
    "MatchView",
    "OfficeHours",
    "Outcome",
    "Procedure",
    "RecoveredCall",
    "ServiceClock",
    "SetClock",
    "Speaker",
    "Step",
    "StepView",
    "SystemClock",
    "TicketActionKind",
    "TicketDetail",
    "TicketStatus",
    "TicketSummary",
    "Tickets",
    "TurnView",
    "WrongAnswerView",
    "load_procedure",
    "procedure_document",
]
