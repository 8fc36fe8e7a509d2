"""The caller's side cannot go on; the message is one sentence for the person at the terminal."""


class VoiceError(Exception):
    """One clear Indonesian sentence: what is wrong and the one thing to do."""
