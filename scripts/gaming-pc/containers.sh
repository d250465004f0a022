# shellcheck shell=bash
# Names of the containers that the stack has declared, as further filters choose them. Others of this machine are nobody's
# business, nor are those that only give a volume away or fill it.
declared() {
  docker ps --all --filter label=homelab/lifecycle --format '{{.Names}}' "$@" | sort
}
