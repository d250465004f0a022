"""Pictures by Diffusers, asked for as OpenAI's are."""

from homelab_kit.quiet import keep_quiet

keep_quiet()
