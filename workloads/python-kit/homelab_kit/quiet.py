"""Nobody is told what is asked here, neither the makers of a library nor a log."""

import os


def keep_quiet() -> None:
    """Called before any of these libraries is imported, for that is when they look."""
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    # Their warnings repeat what of a prompt a model does not read.
    os.environ["DIFFUSERS_VERBOSITY"] = os.environ["TRANSFORMERS_VERBOSITY"] = "error"
    # A log is no place for bars.
    os.environ["TQDM_DISABLE"] = os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
