"""Making the second pass's models from recordings; needs the optional extra ``train``.

Only this package imports PyTorch. How to run it and what was measured: ``README.md`` beside this
file.
"""
