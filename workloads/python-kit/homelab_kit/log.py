"""Lines of JSON, as our other programs write them. Never a key, a prompt or an answer."""

import json
import logging
import sys
from datetime import UTC, datetime

LEVELS = {logging.DEBUG: 20, logging.INFO: 30, logging.WARNING: 40, logging.ERROR: 50, logging.CRITICAL: 60}


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "level": LEVELS.get(record.levelno, 30),
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            **getattr(record, "facts", {}),
            "msg": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


class Log:
    """What a part of a program may say: a sentence, and facts beside it."""

    def __init__(self, level: str) -> None:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(_Lines())
        # What libraries have to complain of belongs into the same lines; the rest of their talk does not.
        logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
        self._logger = logging.getLogger("homelab")
        self._logger.setLevel(level.upper())

    def info(self, message: str, **facts: object) -> None:
        self._logger.info(message, extra={"facts": facts})

    def warning(self, message: str, **facts: object) -> None:
        self._logger.warning(message, extra={"facts": facts})

    def failed(self, message: str, error: BaseException, **facts: object) -> None:
        self._logger.error(message, exc_info=error, extra={"facts": facts})
