# shellcheck shell=sh
# What the others have in common: restic, and one line for a person where it fails. They run in the shell of restic's
# image, which is BusyBox.

ERRORS=$(mktemp)
trap 'rm -f "$ERRORS"' EXIT

fail() {
  printf '%s: %s\n' "$SERVICE" "$1" >&2
  exit 1
}

# restic ARGUMENTS: its output, or the reason.
run() {
  restic "$@" 2>"$ERRORS" || fail "$(reason)"
}

# restic says the same of a server that is away and of a repository that was never made, but for a word or two.
reason() {
  last=$(grep -v '^[[:space:]]*$' "$ERRORS" | grep -iv 'retrying after' | tail -n 1)
  case $(cat "$ERRORS") in
  *"wrong password"*)
    echo "the password does not open $RESTIC_REPOSITORY, which was made with another: was the root secret changed?"
    ;;
  *"onnection refused"* | *"no such host"* | *"i/o timeout"* | *"no route to host"* | *"network is unreachable"* | *"Temporary failure"*)
    echo "$RESTIC_REPOSITORY is out of reach: see whether the server of the backups runs, and its NAS"
    ;;
  *"no space left"* | *"o space left on device"* | *"quota exceeded"* | *"file too large"* | *"507 "* | *"413 "*)
    echo "$RESTIC_REPOSITORY is full: nothing new was kept, and what was there still is"
    ;;
  *"already locked"*)
    echo "$RESTIC_REPOSITORY is locked by another run; if none runs: restic unlock"
    ;;
  *"does not exist"* | *"no such file or directory"*"config"* | *"config: no such file or directory"*)
    echo "there is no repository at $RESTIC_REPOSITORY yet"
    ;;
  *"ciphertext verification failed"* | *"invalid data"* | *"not found in index"* | *"contains errors"* | *"does not match"* | *"hash"*"mismatch"* | *"MAC"*)
    echo "$RESTIC_REPOSITORY is damaged ($last): put it aside, copy the one outside of the house in its place"
    ;;
  *)
    echo "restic failed: $last"
    ;;
  esac
}

# Whether there is a repository. One that does not answer in time is told from one that is not there.
exists() {
  timeout "${PATIENCE:-60}" restic cat config >/dev/null 2>"$ERRORS" && return 0
  [ -s "$ERRORS" ] || fail "$RESTIC_REPOSITORY does not answer within ${PATIENCE:-60} s"
  case $(reason) in
  "there is no repository"*) return 1 ;;
  *) fail "$(reason)" ;;
  esac
}
