"""Making Sapa's small voice: a network that learns from the large one. Needs ``sapa[train]``."""
