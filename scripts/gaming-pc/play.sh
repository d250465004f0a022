#!/usr/bin/env bash
# Gives the card to a game, or back to the models: what is being answered comes to its end first.
#
#   MANAGER_KEY_FILE=~/.manager-key ./play.sh on [MINUTES] | off | auto | status
set -euo pipefail

usage() {
  sed -n '4s/^# *//p' "$0" >&2
  exit 64
}
at=${MANAGER_URL:-https://manager.home/v1} # by the root of the house: npx lab ca
key=$(cat -- "${MANAGER_KEY_FILE:?names the file that your key of the manager is in}")

# By its input, and not by its arguments, which every user of this machine can read.
ask() {
  curl --silent --show-error --fail-with-body --max-time 30 --config - "$@" <<<"header = \"Authorization: Bearer $key\""
  echo
}

case ${1-} in
status)
  [ "$#" -eq 1 ] || usage
  ask "$at/status"
  ;;
on | off | auto)
  [ "$#" -le 2 ] || usage
  body="{\"mode\":\"$1\"}"
  if [ "$#" -eq 2 ]; then
    [[ $1 == on && $2 =~ ^[1-9][0-9]*$ ]] || usage
    body="{\"mode\":\"on\",\"minutes\":$2}"
  fi
  ask --request PUT --json "$body" "$at/gaming"
  ;;
*) usage ;;
esac
