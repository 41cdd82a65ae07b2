#!/bin/sh
# Runs a tool hook of a pipeline: hook.sh pre|post WORKTREE, with what claude tells of the call as input.
# To claude only exit code 2 means that the call is not to be made.
dir=${0%/*}
kind=$1
input=$(cat)
# The name of the tool stands before what the agent wrote, the id of the call behind it.
all() { printf '%s' "$input" | grep -o "\"$1\" *: *\"[^\"]*\"" | cut -d '"' -f 4; }
ATTRACTOR_TOOL_HOOK=$kind
ATTRACTOR_TOOL_NAME=$(all tool_name | head -n 1)
ATTRACTOR_TOOL_CALL_ID=$(all tool_use_id | tail -n 1)
export ATTRACTOR_TOOL_HOOK ATTRACTOR_TOOL_NAME ATTRACTOR_TOOL_CALL_ID
limit=
if command -v timeout >/dev/null 2>&1; then limit='timeout -k 5 60'; fi
out=$(cd "$2" && printf '%s\n' "$input" | $limit sh "$dir/$kind" 2>&1)
code=$?
line=$(printf '%s\n' "$out" | grep -v '^[[:space:]]*$' | head -n 1 | tr '\t\r' '  ' | cut -c 1-300)
if [ "$code" = 124 ]; then line="it took longer than a minute. $line"; fi
printf '%s\t%s\t%s\t%s\n' "$kind" "$code" "$ATTRACTOR_TOOL_NAME" "$line" >>"$dir/log"
if [ "$kind" = post ] || [ "$code" = 0 ]; then exit 0; fi
echo "tool_hooks.pre denies $ATTRACTOR_TOOL_NAME (exit code $code): $line" >&2
exit 2
