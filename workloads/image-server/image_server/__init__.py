"""Pictures by Diffusers, asked for as OpenAI's are."""
