"""The staff's side cannot go on."""


class DeskError(Exception):
    """The message is one Indonesian sentence for the person at the terminal."""
