#!/bin/bash
# What a stage costs, against the bare work in the same round: one spawn, one line that is forced to the disk, git add -A
# and git commit. stages.sh LAUNCHER [STAGES...]. For each length of a run it prints milliseconds a stage, those of the
# first and of the last hundred stages, and the most memory that the driver had; then how long one looks at the run.
set -euo pipefail
launcher=$(realpath "${1:?give the path of the launcher}")
"$launcher" --version >/dev/null # has it built
shift
lengths=("${@:-100}")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export XDG_STATE_HOME=$place/state HOME=$place/home GIT_CONFIG_NOSYSTEM=1
mkdir -p "$HOME"
git config --global user.name B
git config --global user.email b@example.org
git config --global gc.auto 0

milliseconds() { # of a command
  local begin=$EPOCHREALTIME
  "$@"
  local end=$EPOCHREALTIME
  echo $(((${end/./} - ${begin/./}) / 1000))
}
repository() { # in a folder
  git init -q -b main "$1"
  (cd "$1" && for f in 1 2 3 4 5 6 7 8 9 10; do echo "$f" >"f$f"; done && git add -A && git commit -qm files)
}
bare() { # so many stages
  cd "$place/bare-$1"
  for i in $(seq "$1"); do
    sh -c "echo $i >changed"
    echo "{\"seq\":$i,\"event\":\"stage_attempt_end\",\"node_id\":\"s$i\"}" >>"$place/journal"
    sync "$place/journal"
    git add -A
    git commit -qm "$i"
  done
}
driven() { # so many stages; notes the most memory that was had
  cd "$place/driven-$1"
  "$launcher" run "$place/$1.dot" --run-id "of-$1" </dev/null >"$place/out" 2>&1 &
  local driver=$! had
  echo 0 >"$place/memory"
  while had=$(grep -s VmHWM "/proc/$driver/status" | tr -dc 0-9) && [ -n "$had" ]; do
    echo "$had" >"$place/memory"
    sleep 0.5 # what is asked for is a most, of which the system keeps count
  done
  wait "$driver" || { tail -5 "$place/out" >&2; exit 1; }
}
looking() { "$launcher" "$@" >/dev/null; }
# Milliseconds a stage between two stages of a run.
between() { # run, from, to
  jq -rs --arg from "s$2" --arg to "s$3" '
    def at(node): map(select(.event == "checkpoint_saved" and .node_id == node))[0].ts
      | (.[0:19] + "Z" | fromdate) + ("0" + .[20:23] | tonumber) / 1000;
    (at($to) - at($from)) * 1000' "$XDG_STATE_HOME/attractor/runs/$1/progress.ndjson" \
    | awk -v n="$(($3 - $2))" '{ printf "%.1f", $1 / n }'
}

for n in "${lengths[@]}"; do
  {
    echo 'digraph many { start exit'
    before=start
    for i in $(seq "$n"); do
      echo "s$i [shape=parallelogram tool_command=\"echo $i >changed\"] $before -> s$i"
      before=s$i
    done
    echo "$before -> exit }"
  } >"$place/$n.dot"
  repository "$place/bare-$n"
  repository "$place/driven-$n"
  bare=$(milliseconds bare "$n")
  whole=$(milliseconds driven "$n")
  some=$((n < 200 ? n / 2 : 100))
  echo "stages=$n a_stage=$((whole / n)) bare=$((bare / n)) first=$(between "of-$n" 1 $((some + 1)))" \
    "last=$(between "of-$n" $((n - some)) "$n") memory_mb=$(($(cat "$place/memory") / 1024))" \
    "status=$(milliseconds looking status "of-$n") list=$(milliseconds looking list)" \
    "explain=$(milliseconds looking explain "of-$n")"
done
