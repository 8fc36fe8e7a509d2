"""The web console: frame, sign-in and safety. Rooms bring their own pages as sections.

``application(Access(...), secret(folder), [section, ...])`` is an ASGI application; this package
knows what pages need (layout, who is signed in, notices), and nothing of what is on them.
"""

from desk.console.access import Access
from desk.console.application import application
from desk.console.secret import secret
from desk.console.section import Level, Link, Notice, Section
from desk.console.shell import Shell

__all__ = [
    "Access",
    "Level",
    "Link",
    "Notice",
    "Section",
    "Shell",
    "application",
    "secret",
]
