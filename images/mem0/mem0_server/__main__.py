from homelab_kit.serve import run

from .program import start
from .settings import Settings

run(Settings, start)
