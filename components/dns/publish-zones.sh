#!/bin/sh
# Serves the zones that are declared in one folder from another, and gives each that has changed a serial that is higher
# than every one before: the time, or one more than the last where the clock stands behind it. So a primary that was lost
# and made again is still ahead of its secondary. A zone that BIND would not read is not served.
set -eu

declared=${1:-/etc/bind/zones}
served=${2:-/var/lib/bind}

with_serial() { # file, serial
  sed "s/^\(@.*SOA.*(\)1 /\1$2 /" "$1"
}

serial_of() { # file
  sed -n 's/^@.*SOA.*(\([0-9]*\) .*/\1/p' "$1"
}

for file in "$declared"/*.zone; do
  zone=$(basename "$file" .zone)
  now=$served/$zone.zone
  next=$(date +%s)
  if [ -f "$now" ]; then
    last=$(serial_of "$now")
    if with_serial "$file" "$last" | cmp -s - "$now"; then continue; fi
    if [ "$next" -le "$last" ]; then next=$((last + 1)); fi
  fi
  with_serial "$file" "$next" >"$now.next"
  named-checkzone -q "$zone" "$now.next"
  mv "$now.next" "$now"
done
