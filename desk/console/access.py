"""From where the console may be reached, and with what password."""

from __future__ import annotations

import hmac
import ipaddress
from dataclasses import dataclass, field
from typing import Final

from desk.errors import DeskError

SHORTEST_PASSWORD: Final = 8


@dataclass(frozen=True, slots=True)
class Access:
    """Address and password, refused together when they would leave the console open.

    Attributes:
        host: address to listen at.
        port: TCP port; 0 lets the system choose.
        password: shared by the staff; None asks for a name only.

    Raises:
        DeskError: other computers could come in without a password, or it is too short.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    password: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.password is not None and len(self.password) < SHORTEST_PASSWORD:
            raise DeskError(
                f"Kata sandi konsol terlalu pendek; pakai sedikitnya {SHORTEST_PASSWORD} huruf di "
                "[console] password."
            )
        if self.password is None and not self.local:
            raise DeskError(
                f"Konsol di {self.host} dapat dibuka dari komputer lain, jadi wajib berkata sandi. "
                "Isi [console] password di sapa.toml, atau buka di 127.0.0.1 saja."
            )

    @property
    def local(self) -> bool:
        """Whether only this computer can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def names(self) -> list[str]:
        """Host names a browser may ask for.

        Where there is no password, a page of another site must not come in under a name of its
        own that it makes point here (DNS rebinding).
        """
        return ["127.0.0.1", "localhost", "::1", self.host] if self.local else ["*"]

    def admits(self, password: str) -> bool:
        """Whether this is the password; always when none is set."""
        wanted = self.password
        return wanted is None or hmac.compare_digest(wanted.encode(), password.encode())
