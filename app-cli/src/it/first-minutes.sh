#!/bin/sh
# From a clone to a run that was watched, with a report, by nothing but the first commands of README ("Try it"): they are
# read out of it, run in a fresh copy of the project, counted and timed.
set -eu
root=$(CDPATH='' cd "$(dirname "$0")/../../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if git -C "$root" rev-parse -q --verify HEAD >/dev/null 2>&1; then
  git clone -q "$root" "$work/attractor"
else
  mkdir "$work/attractor"
  (cd "$root" && tar -cf - --exclude=target .) | tar -xf - -C "$work/attractor"
  git init -q "$work/attractor"
  git -C "$work/attractor" -c user.name=first -c user.email=first@localhost commit -q --allow-empty -m first
fi

awk '/^## /{on = $0 == "## Try it"} on && /^```$/{if (code) exit} on && code {print} on && /^```sh$/{code = 1}' \
  "$root/README.md" | sed "s,/tmp/,$work/," >"$work/commands"
count=$(grep -c . "$work/commands")
grep -q '^\./attractor run ' "$work/commands" || { echo "README has no run to try" >&2; exit 1; }

cd "$work/attractor"
export XDG_STATE_HOME="$work/state"
began=$(date +%s)
while read -r command; do
  echo "\$ $command"
  sh -c "$command" </dev/null
done <"$work/commands"
took=$(($(date +%s) - began))

report=$(echo "$work"/*.html)
[ -z "$(git status --porcelain)" ] || { echo "the checkout is not clean any more" >&2; exit 1; }
grep -q '<html' "$report" || { echo "there is no report" >&2; exit 1; }
echo "first minutes: $count commands of README, $took s, the build included"
