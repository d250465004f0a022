#!/usr/bin/env bash
# Builds an image of this checkout here, as the images workflow builds it for Harbor: for a machine that Harbor cannot be
# reached from, or to try one. Without a name, all that have a Dockerfile.
#
#   ./build.sh [NAME ...]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
revision=$(git -C "$root" rev-parse HEAD)

folder_of() {
  for folder in "$root/images/$1" "$root/workloads/$1"; do
    if [ -e "$folder/Dockerfile" ]; then
      echo "$folder"
      return
    fi
  done
  echo "There is no images/$1/Dockerfile and no workloads/$1/Dockerfile." >&2
  exit 64
}

if [ "$#" -eq 0 ]; then
  mapfile -t names < <(find "$root/images" "$root/workloads" -mindepth 2 -maxdepth 2 -name Dockerfile -printf '%h\n' 2>/dev/null | xargs -r -n1 basename | sort -u)
  set -- "${names[@]}"
fi
for name in "$@"; do
  folder=$(folder_of "$name")
  docker build --tag "$name:latest" --tag "$name:$revision" --label "org.opencontainers.image.revision=$revision" "$folder"
done
