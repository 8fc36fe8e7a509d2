"""How well, and how quickly, the ears hear: ``python -m bench.hearing`` (``--quick``: a minute).

Every set passes an 8 kHz mu-law line, clean and with babble 15 and 10 dB below the voice, and is
heard by the first pass, the second, and both together; Whisper base hears part of it beside them.

Real speech is the held-out part of ``manifest.tsv`` in the folder given with ``--speech``. What
only synthetic voices say (questions that are in no entry of the FAQ, districts) is rendered by the
simulated caller's engine, in voices that no training used, and needs no recordings. What cannot be
measured here (recordings or Whisper not installed) is ``nan`` in the last line.
"""
