"""
Tell what an uploaded file is by its bytes, and whether it is whole and harmless.

Pure: bytes in, a verdict out. Everything here runs in a process of its own (``worker``), with bounds
from the kernel, because the bytes are hostile; no function loads any of it.
"""
