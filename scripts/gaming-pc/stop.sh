#!/usr/bin/env bash
# Stops all that the stack has declared here, models last, and keeps it all: start.sh brings it back.
#
#   ./stop.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source-path=SCRIPTDIR
. ./containers.sh

# What is started on demand goes last: its manager, while it is there, would start again what somebody waits for.
mapfile -t all < <(declared --filter status=running --filter status=restarting)
mapfile -t late < <(declared --filter label=homelab/start --filter status=running --filter status=restarting)
for name in "${all[@]}"; do
  [[ " ${late[*]} " == *" $name "* ]] || docker stop "$name"
done
for name in "${late[@]}"; do docker stop "$name"; done
