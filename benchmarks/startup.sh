#!/bin/bash
# What a person waits for, beside a bare Java machine in the same round: startup.sh [ROUNDS] [LAUNCHER]. The Java of the
# launcher is the one that it finds. Prints the median of the rounds in milliseconds, and what is more than the bare one.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
rounds=${1:-15}
launcher=${2:-$root/attractor}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
java=$(bash -c 'for j in "${JAVA_HOME:-}" /usr/lib/jvm/*; do grep -qsE "^JAVA_VERSION=\"(2[5-9]|[3-9])" "$j/release" && { echo "$j/bin/java"; break; }; done')
export HOME=$place/home XDG_STATE_HOME=$place/state GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
mkdir -p "$HOME"
mkdir "$place/bare"
echo 'class Bare { public static void main(String[] words) { System.out.println("x"); } }' >"$place/bare/Bare.java"
"${java}c" -d "$place/bare" "$place/bare/Bare.java"
git init -q -b main "$place/repository"
cd "$place/repository"
git commit -q --allow-empty -m base

{
  echo 'digraph units { start exit'
  before=start
  for i in $(seq 50); do
    echo "u$i [prompt=\"do it\" goal_gate=true retry_target=u$i max_retries=2] $before -> u$i"
    before=u$i
  done
  echo "$before -> exit }"
} >"$place/units.dot"
echo 'digraph one { start exit a [shape=parallelogram tool_command="true"] start -> a -> exit }' >"$place/one.dot"
{
  echo 'digraph many { start exit'
  before=start
  for i in $(seq 1000); do
    echo "s$i [shape=parallelogram tool_command=true] $before -> s$i"
    before=s$i
  done
  echo "$before -> exit }"
} >"$place/many.dot"
"$launcher" --version >/dev/null # has it built
for _ in $(seq 100); do "$launcher" run "$place/one.dot" >/dev/null 2>&1; done
"$launcher" run "$place/many.dot" --run-id many >/dev/null 2>&1

milliseconds() { # of a command
  local begin=$EPOCHREALTIME
  "$@" >/dev/null 2>&1
  local end=$EPOCHREALTIME
  echo $(((${end/./} - ${begin/./}) / 1000))
}
declare -A taken
measure() { # name, command
  local name=$1
  shift
  taken[$name]+="$(milliseconds "$@") "
}
for _ in $(seq "$rounds"); do
  measure bare "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$place/bare" Bare
  measure version "$launcher" --version
  measure help "$launcher" --help
  measure validate "$launcher" validate "$place/units.dot"
  measure run "$launcher" run "$place/one.dot"
  measure status "$launcher" status many
  measure list "$launcher" list
  measure explain "$launcher" explain many
done
median() { tr ' ' '\n' <<<"$1" | grep . | sort -n | sed -n "$(((rounds + 1) / 2))p"; }
bare=$(median "${taken[bare]}")
for name in bare version help validate run status list explain; do
  took=$(median "${taken[$name]}")
  echo "$name: $took ms, more than bare: $((took - bare))"
done
