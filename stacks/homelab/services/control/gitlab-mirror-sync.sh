#!/usr/bin/env bash
# Copies each repository of some owners from GitHub into a group of GitLab that is called github-<owner>.
set -euo pipefail

# Tokens stand in files that nobody else reads, and never among arguments, which everybody sees.
umask 077
printf 'header = "Authorization: Bearer %s"\n' "$GITHUB_TOKEN" >"$HOME/github"
printf 'header = "Private-Token: %s"\n' "$GITLAB_TOKEN" >"$HOME/gitlab"
printf 'https://token:%s@github.com\n' "$GITHUB_TOKEN" >"$HOME/credentials"
printf '%s\n' "${GITLAB_URL/:\/\//://token:$GITLAB_TOKEN@}" >>"$HOME/credentials"
export GIT_TERMINAL_PROMPT=0
git config --global credential.helper "store --file=$HOME/credentials"

ask() { curl --fail --silent --show-error --retry 3 --config "$HOME/$1" "${@:2}"; }

# Each repository that the token can see, a page of a hundred at a time, as "owner name".
repositories() {
  local page=1 found
  while
    # shellcheck disable=SC2016 # what is in quotes is Ruby
    found=$(ask github "${GITHUB_API:-https://api.github.com}/user/repos?per_page=100&page=$page" |
      ruby -rjson -e 'JSON.parse($stdin.read).each { |each| puts "#{each["owner"]["login"]} #{each["name"]}" }') || exit
    [ -n "$found" ]
  do
    printf '%s\n' "$found"
    page=$((page + 1))
  done
}

group() {
  ask gitlab "$GITLAB_URL/api/v4/groups/github-$1" --output "$HOME/answer" ||
    ask gitlab "$GITLAB_URL/api/v4/groups" --output "$HOME/answer" --data "name=github-$1&path=github-$1&visibility=private"
}

mirror() {
  local from="${GITHUB_URL:-https://github.com}/$1/$2.git" to="$GITLAB_URL/github-$1/$2.git" copy="$HOME/copy.git"
  rm -rf "$copy"
  # Branches and tags alone: the heads of pull requests GitLab would refuse. A project is made by the first push to it.
  git clone --quiet --bare "$from" "$copy" &&
    git -C "$copy" push --quiet --prune "$to" '+refs/heads/*:refs/heads/*' '+refs/tags/*:refs/tags/*'
}

failed=0
all=$(repositories)
for owner in $GITHUB_OWNERS; do
  group "$owner"
  while read -r whose name; do
    [ "$whose" = "$owner" ] || continue
    mirror "$owner" "$name" </dev/null || { echo "$owner/$name is not mirrored" >&2; failed=1; }
  done <<<"$all"
done
exit "$failed"
