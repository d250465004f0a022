#!/usr/bin/env bash
# Starts all that the stack has declared here and that is not up; what waits to be asked for is its manager's to start.
#
#   ./start.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source-path=SCRIPTDIR
. ./containers.sh

mapfile -t down < <(declared --filter status=exited --filter status=created)
for name in "${down[@]}"; do
  [ -n "$(docker inspect --format '{{index .Config.Labels "homelab/start"}}' "$name")" ] && continue
  docker start "$name"
done
