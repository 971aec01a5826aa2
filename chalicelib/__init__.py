"""
Zero Errand 零跑腿. Loaded first, in every function.

A cold function makes some hundred thousand objects while it imports, all of them to stay; the
collector would look through them a hundred times. It looks seldom instead.
"""

import gc

gc.set_threshold(50_000, 20, 20)
