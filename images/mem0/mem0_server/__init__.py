"""Mem0 for a house: its library, and an API that knows who may ask."""

import os

# The library looks when it is imported: it would tell its makers, and write into the home of whom it runs as.
os.environ["MEM0_TELEMETRY"] = "False"
os.environ.setdefault("MEM0_DIR", "/tmp/mem0")
