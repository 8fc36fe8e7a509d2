"""Training of the first pass: the small network that Vosk runs while the caller speaks.

The second pass teaches it. Like everything else in ``models.training`` this is no part of the
running service.
"""
