#!/bin/bash
# What much output costs: streams.sh LAUNCHER [MEGABYTES]. A command that prints so many, beside the same command into a file
# and its fsync; then an agent's stream of as many (a program in the place of claude), beside reading that with jq. Prints
# milliseconds and the most memory that the driver had.
set -euo pipefail
launcher=$(realpath "${1:?give the path of the launcher}")
"$launcher" --version >/dev/null # has it built
megabytes=${2:-500}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export XDG_STATE_HOME=$place/state HOME=$place/home GIT_CONFIG_NOSYSTEM=1
mkdir -p "$HOME"
git config --global user.name B
git config --global user.email b@example.org
git init -q -b main "$place/repository"
cd "$place/repository"
git commit -q --allow-empty -m first

milliseconds() { # of a command
  local begin=$EPOCHREALTIME
  "$@"
  local end=$EPOCHREALTIME
  echo $(((${end/./} - ${begin/./}) / 1000))
}
driven() { # words of a run; notes the most memory that was had
  "$launcher" run "$@" </dev/null >"$place/out" 2>&1 &
  local driver=$! had
  while had=$(grep -s VmHWM "/proc/$driver/status" | tr -dc 0-9) && [ -n "$had" ]; do
    echo "$had" >"$place/memory"
    sleep 0.5 # what is asked for is a most, of which the system keeps count
  done
  wait "$driver" || { tail -5 "$place/out"; exit 1; }
}
memory() { echo $(($(cat "$place/memory") / 1024)); }
into_a_file() {
  eval "$print" >"$place/file"
  sync "$place/file"
  rm "$place/file"
}

print="yes 'a line of what a test prints while it goes on for a long time' | head -c ${megabytes}M"
echo "digraph p { start exit a [shape=parallelogram tool_command=\"$print\"] start -> a -> exit }" >"$place/output.dot"
echo "output_mb=$megabytes file=$(milliseconds into_a_file) run=$(milliseconds driven "$place/output.dot") memory_mb=$(memory)"

# An agent that thinks aloud, a kilobyte at a time.
thought=$(head -c 700 /dev/zero | tr '\0' x)
cat >"$place/claude" <<AGENT
#!/bin/sh
case " \$* " in *' --help '*) echo '-p --output-format --verbose --model --resume --settings --dangerously-skip-permissions stream-json'; exit ;; *' --version '*) echo 2.1.0; exit ;; esac
cat >/dev/null
echo '{"type":"system","subtype":"init","cwd":"/repo","session_id":"76a04458-c882-44f5-ac4b-0eb1d9c583ed","model":"claude-opus-4-6"}'
yes '{"type":"assistant","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-opus-4-6","content":[{"type":"text","text":"$thought"}],"usage":{"input_tokens":12,"output_tokens":1}},"session_id":"76a04458-c882-44f5-ac4b-0eb1d9c583ed"}' | head -n $((megabytes * 1024))
echo '{"type":"result","subtype":"success","is_error":false,"result":"All done.","session_id":"76a04458-c882-44f5-ac4b-0eb1d9c583ed","total_cost_usd":0.1,"usage":{"input_tokens":12,"output_tokens":1}}'
AGENT
chmod +x "$place/claude"
cat >"$place/run.yaml" <<CONFIG
llm:
  cli_profile: test_shim
  providers:
    anthropic:
      executable: $place/claude
CONFIG
echo 'digraph p { start exit a [llm_provider=anthropic prompt="go on" auto_status=true] start -> a -> exit }' >"$place/agent.dot"
export ANTHROPIC_API_KEY=made-up
bare() { "$place/claude" </dev/null | jq -c .type >/dev/null; }
echo "stream_mb=$megabytes jq=$(milliseconds bare) run=$(milliseconds driven "$place/agent.dot" --config "$place/run.yaml" --allow-test-shim)" \
  "memory_mb=$(memory)"
