import type { SetupText } from "../setup/index.ts";
import { bytes, diskBytes } from "../units/index.ts";
import type { Guest } from "./guest.ts";

/** For the shell of a Mac: makes the machine where it is not there yet, and sets it up, now and again. */
export function multipass(name: string, { threads, memory, disk }: Guest, inside: SetupText): SetupText {
  const size = [
    `--cpus ${threads}`,
    `--memory ${Math.floor(bytes(memory) / 2 ** 20)}M`,
    ...(disk ? [`--disk ${Math.floor(diskBytes(disk) / 2 ** 30)}G`] : []),
  ];
  return [
    `#!/bin/sh
# Makes ${name}, a Linux inside this Mac, what the inventory says of it. It may be run again at any time.
set -eu

if ! command -v multipass >/dev/null; then
  echo 'install Multipass first: brew install --cask multipass' >&2
  exit 1
fi
if ! multipass info ${name} >/dev/null 2>&1; then
  multipass launch 24.04 --name ${name} ${size.join(" ")} --timeout 1800
fi
multipass start ${name}

setup=$(mktemp)
trap 'rm -f "$setup"' EXIT
cat > "$setup" <<'END_OF_SETUP'
`,
    ...inside,
    `END_OF_SETUP

# By way of the home of its user: Multipass writes nowhere else. It may hold secrets, and goes again.
multipass transfer "$setup" ${name}:setup.sh
ended=0
multipass exec ${name} -- sudo bash /home/ubuntu/setup.sh || ended=$?
multipass exec ${name} -- rm -f setup.sh
exit "$ended"
`,
  ];
}
