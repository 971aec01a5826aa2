"""
Zero Errand 零跑腿. Loaded first, in every function.

A cold function makes some hundred thousand objects while it imports, all of them to stay; the
collector would look through them a hundred times. It looks seldom instead.

pydantic would look for plugins in every package that is installed. We have none, and want none that somebody
else brings.
"""

import gc
import os

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
gc.set_threshold(50_000, 20, 20)
