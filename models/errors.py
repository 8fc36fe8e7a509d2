"""The one exception of this room."""


class ModelError(Exception):
    """Something is wrong with the models; the message is one Indonesian sentence for the user."""
