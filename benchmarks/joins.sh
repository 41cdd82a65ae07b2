#!/bin/bash
# What take=all costs beside git itself: a fan-out whose branches each change another file of a large repository, and then
# the same commits merged by git alone, one after the other, in a work tree of the same repository.
#
#   benchmarks/joins.sh LAUNCHER [BRANCHES] [FILES]
set -euo pipefail
launcher=$(realpath "$1")
branches=${2:-32}
files=${3:-20000}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export XDG_STATE_HOME=$folder/state GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=B GIT_AUTHOR_EMAIL=b@localhost GIT_COMMITTER_NAME=B GIT_COMMITTER_EMAIL=b@localhost
repo=$folder/repo
git init -q -b main "$repo"
cd "$repo"
for ((i = 0; i < files; i++)); do
  d=d$((i / 200))
  [ -d $d ] || mkdir $d
  echo "file $i" >$d/f$i.txt
done
git add -A
git commit -q -m base

{
  echo 'digraph joins { start [shape=Mdiamond] exit [shape=Msquare] join [shape=tripleoctagon]'
  echo 'fan [shape=component take=all max_parallel=2] start -> fan join -> exit [condition="outcome=success"]'
  for ((i = 0; i < branches; i++)); do
    echo "b$i [shape=parallelogram tool_command=\"echo changed >d0/f$i.txt\"] fan -> b$i -> join"
  done
  echo '}'
} >"$folder/joins.dot"
logs=$folder/logs
"$launcher" run "$folder/joins.dot" --logs-root "$logs" >/dev/null 2>&1

ours=$(python3 - "$logs/progress.ndjson" <<'PY'
import datetime, json, sys
at = {}
for line in open(sys.argv[1]):
    event = json.loads(line)
    if event.get("node_id") == "join" and event["event"] in ("stage_attempt_start", "branches_merged"):
        at[event["event"]] = datetime.datetime.fromisoformat(event["ts"].replace("Z", "+00:00"))
print(int((at["branches_merged"] - at["stage_attempt_start"]).total_seconds() * 1000))
PY
)
mapfile -t commits < <(python3 - "$logs/progress.ndjson" <<'PY'
import json, sys
for line in open(sys.argv[1]):
    event = json.loads(line)
    if event["event"] == "branch_completed":
        print(int(event["branch"][1:]), event["git_commit_sha"])
PY
)
mapfile -t ordered < <(printf '%s\n' "${commits[@]}" | sort -n | cut -d' ' -f2)
git worktree add -q --detach "$folder/bare" "${ordered[0]}"
cd "$folder/bare"
begin=$(date +%s%N)
for commit in "${ordered[@]:1}"; do
  git merge -q --no-ff --no-edit -m merged "$commit"
done
bare=$((($(date +%s%N) - begin) / 1000000))
echo "branches=$branches files=$files join_ms=$ours git_ms=$bare ratio=$(python3 -c "print(round($ours / $bare, 2))")"
