#!/bin/bash
# What a stage, a fan-out of eight, a whole run and a resume cost in repositories of different sizes, against bare git in the
# same round: repositories.sh LAUNCHER [ROUNDS] [FILES[xBYTES]...]. Prints a line of milliseconds for each round.
set -euo pipefail
launcher=${1:?give the path of the launcher}
rounds=${2:-3}
shift $(($# > 2 ? 2 : $#))
sizes=("${@:-20000}")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export XDG_STATE_HOME=$place/state HOME=$place/home GIT_CONFIG_NOSYSTEM=1
mkdir -p "$HOME"
git config --global user.name B
git config --global user.email b@example.org
git config --global gc.auto 0

now() { date +%s%N; }
since() { echo $((($(now) - $1) / 1000000)); }

# chain N: a pipeline of N tool stages one after the other, each of which changes one file.
chain() {
  echo 'digraph p { start [shape=Mdiamond] exit [shape=Msquare]'
  for i in $(seq "$1"); do echo "n$i [shape=parallelogram, tool_command=\"echo $i >changed\"]"; done
  printf start
  for i in $(seq "$1"); do printf ' -> n%s' "$i"; done
  echo ' -> exit }'
}

fan() {
  echo 'digraph p { start [shape=Mdiamond] fan [shape=component, max_parallel=8] j [shape=tripleoctagon] exit [shape=Msquare]'
  for i in $(seq 8); do echo "b$i [shape=parallelogram, tool_command=\"echo $i >changed\"] fan -> b$i -> j"; done
  echo 'start -> fan; j -> exit }'
}

# A run whose only stage ends the program that drives it; resumed, the stage does its work.
dies() {
  echo 'digraph p { start [shape=Mdiamond] exit [shape=Msquare] start -> n -> exit'
  echo 'n [shape=parallelogram, tool_command="if [ -e /tmp/x ]; then echo >changed; else kill -9 $PPID; sleep 9; fi"] }' \
    | sed "s,/tmp/x,$place/alive,"
}

run() { "$launcher" run "$1" --repo "$2" </dev/null >"$place/out" 2>&1 || { tail -5 "$place/out"; exit 1; }; }

chain 1 >"$place/one.dot"
chain 21 >"$place/many.dot"
fan >"$place/fan.dot"
dies >"$place/dies.dot"
for size in "${sizes[@]}"; do
  files=${size%x*}
  bytes=${size#"$files"}
  bytes=${bytes#x}
  repo=$place/repo-$files
  git init -q -b main "$repo"
  (cd "$repo" && for d in $(seq $(((files + 99) / 100))); do
    mkdir "d$d"
    for f in $(seq $((files < 100 ? files : 100))); do
      if [ -n "$bytes" ]; then head -c "$bytes" /dev/urandom >"d$d/f$f"; else echo "$d $f" >"d$d/f$f"; fi
    done
  done && git add -A && git commit -qm files)
  run "$place/one.dot" "$repo" # warms up what is the same for all
  for round in $(seq "$rounds"); do
    t=$(now); run "$place/one.dot" "$repo"; one=$(since "$t")
    t=$(now); run "$place/many.dot" "$repo"; many=$(since "$t")
    t=$(now); run "$place/fan.dot" "$repo"; eight=$(since "$t")
    rm -f "$place/alive"
    logs=$place/state/dies-$round
    "$launcher" run "$place/dies.dot" --repo "$repo" --logs-root "$logs" </dev/null >"$place/out" 2>&1 || true
    touch "$place/alive"
    t=$(now); "$launcher" resume --logs-root "$logs" </dev/null >"$place/out" 2>&1 || { tail -5 "$place/out"; exit 1; }
    resume=$(since "$t")
    t=$(now); git -C "$repo" worktree add -q -f --detach "$place/w0" HEAD; add=$(since "$t")
    t=$(now)
    for i in $(seq 20); do (cd "$place/w0" && echo "$i" >changed && git add -A && git commit -qm "$i"); done
    bare=$(since "$t")
    t=$(now)
    # Made one after the other: two at once may fall over each other in git 2.39. The work is in the checkouts.
    for i in $(seq 8); do git -C "$repo" worktree add -q -f --no-checkout --detach "$place/w$i" HEAD; done
    for i in $(seq 8); do git -C "$place/w$i" reset -q --hard & done
    wait
    adds=$(since "$t")
    t=$(now); for i in $(seq 8); do rm -rf "$place/w$i" & done; wait; removes=$(since "$t")
    rm -rf "$place/w0"
    git -C "$repo" worktree prune
    echo "files=$size round=$round stage=$(((many - one) / 20)) bare_stage=$((bare / 20))" \
      "start_to_exit=$one resume=$resume worktree_add=$add fan_out_of_8=$((eight - one)) eight_worktree_adds=$adds" \
      "eight_removals=$removes"
  done
  rm -rf "$place/state" "$repo"
done
