#!/bin/sh
# Runs a tool hook of a pipeline: hook.sh pre|post WORKTREE, with what claude tells of the call as input.
# To claude only exit code 2 means that the call is not to be made.
# What the hook prints may be a secret: it is told to claude, whose words are redacted, and lies in no file.
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
# The hook is over when its own shell is, whatever it has left running with its input and output: so
# nobody waits for their end, and the last line, with the exit code, is known by its first word.
end=attractor-hook-$$-over
out=$(
  { printf '%s\n' "$input" 2>/dev/null & } | {
    (cd "$2" && $limit sh "$dir/$kind") 2>&1
    printf '\n%s %s\n' "$end" "$?"
  } | LC_ALL=C sed "/^$end [0-9]*\$/q"
)
code=${out##*"$end "}
case $code in '' | *[!0-9]*) code=none ;; esac # it has ended its own shell
printf '%s\t%s\t%s\t%s\n' "$kind" "$code" "$ATTRACTOR_TOOL_NAME" "$ATTRACTOR_TOOL_CALL_ID" >>"$dir/log"
if [ "$kind" = post ] || [ "$code" = 0 ]; then exit 0; fi
line=$(printf '%s\n' "$out" | LC_ALL=C grep -v '^[[:space:]]*$' | head -n 1)
case $line in "$end "*) line= ;; esac
# Never a part of it: half a secret would be known by nobody.
if [ ${#line} -gt 3000 ]; then line='its first line is too long to be told'; fi
if [ "$code" = 124 ]; then line="it took longer than a minute. $line"; fi
printf 'tool_hooks.pre denies %s (exit code %s): %s\n' "$ATTRACTOR_TOOL_NAME" "$code" "$line" >&2
exit 2
