"""How well Sapa's voice is understood over the telephone, and how soon it is heard."""
