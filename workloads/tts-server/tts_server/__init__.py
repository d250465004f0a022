"""Speech by Chatterbox, asked for as OpenAI's is."""

from homelab_kit.quiet import keep_quiet

keep_quiet()
