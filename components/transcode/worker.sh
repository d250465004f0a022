#!/bin/bash
# Encodes what lies in a folder anew, one file after the other, beside as many workers as there are on the same folder.
# A source is deleted when its result has been read whole and found to be the same film; whatever else happens, it stays.
set -uo pipefail

: "${SOURCES:?the folder with what is to be encoded}" "${RESULTS:?the folder for what has been}"
: "${ENCODE:?arguments of ffmpeg: how to encode}"
state="$SOURCES/.transcode"
alive="${ALIVE:-/tmp/alive}"
settle="${SETTLE_MINUTES:-5}" # a file that is still being copied changes
read -ra decode <<<"${DECODE:-}"
read -ra encode <<<"$ENCODE"

say() { printf '%s %s\n' "$(date +%FT%TZ)" "$*"; }

# ffmpeg writes its progress to the file by which one knows that the worker works.
run() {
  ffmpeg -nostdin -hide_banner -loglevel error -progress "$alive" -y "$@" &
  wait $!
}

streams() { ffprobe -loglevel error -show_entries stream=codec_type -of csv=p=0 "$1" | sed 's/,*$//' | sort; }
length() { ffprobe -loglevel error -show_entries format=duration -of csv=p=0 "$1"; }

# The same streams, the same length, and nothing in it that cannot be read.
same_film() {
  local source="$1" result="$2" was is
  [[ "$(streams "$source")" == "$(streams "$result")" ]] || { say "lost a stream"; return 1; }
  was="$(length "$source")" && is="$(length "$result")" || return 1
  awk -v was="$was" -v is="$is" 'BEGIN { gap = was - is; exit !(was > 0 && gap < 1 && gap > -1) }' ||
    { say "is $is seconds long, and was $was"; return 1; }
  run -xerror -i "$result" -map 0 -f null -
}

transcode() {
  local source="$1" result="$2" part="$2.part"
  mkdir -p "$(dirname "$result")" || return 1
  # What cannot be read whole is not encoded: the result would be all that is left of it.
  run -xerror "${decode[@]}" -i "$source" -map 0 -c copy "${encode[@]}" -f matroska "$part" || return 1
  same_film "$source" "$part" || return 1
  # On the disk of the server before the other one goes.
  sync "$part" && mv "$part" "$result"
}

work_on() {
  local source="$1" name key result
  name="${source#"$SOURCES"/}"
  key="$state/$(printf %s "$name" | sha256sum | cut -c1-32)"
  result="$RESULTS/${name%.*}.mkv"
  [[ "$key.failed" -nt "$source" ]] && return
  # The lock is the server's, and goes with whoever holds it. Its file stays: once removed, two could hold one each.
  exec 9<>"$key.lock"
  flock --nonblock 9 || return
  [[ -e "$source" ]] || return # another one was faster
  if [[ -e "$result" ]]; then
    say "$name: is there already, and is not written over"
  elif say "$name: begins" && transcode "$source" "$result"; then
    rm -- "$source" && say "$name: done"
    return
  else
    say "$name: failed, and stays"
    rm -f -- "$result.part"
  fi
  touch "$key.failed"
}

trap 'kill $(jobs -p) 2>/dev/null; exit 143' TERM INT

mkdir -p "$state" "$RESULTS" || exit 1
while touch "$alive"; do
  while IFS= read -r -d '' source; do
    touch "$alive"
    work_on "$source"
    exec 9>&-
  done < <(find "$SOURCES" -path "$state" -prune -o -type f -mmin "+$settle" \
    \( -name '*.mkv' -o -name '*.mp4' -o -name '*.avi' -o -name '*.ts' -o -name '*.mov' \) -print0)
  [[ -n "${ONCE:-}" ]] && exit 0
  sleep 30 &
  wait $!
done
