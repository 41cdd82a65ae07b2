#!/bin/bash
# Makes a fresh run of DTTF from scratch, without an account, and asserts from what it left that it was a sound one:
#
#   fresh-run.sh [CAST] [PIPELINE]
#
# CAST is well (the default), one-tracer-fails, tracers-fail, tracers-recover, verifier-finds-twice, killed, or all of them.
# The agents are claude, codex and gemini as they are installed; their models are played by attractor dev mock-llm (casts/).
# Three of the casts deliver a font; it is made again of the sources, opened, and held against the pictures.
# PIPELINE is dttf.dot, or another one with the same stages.
#
# Needed are git, jq, a JDK, and the three programs, which adapters-cli-providers/src/it/install.sh installs; with fontconfig
# the font is opened by FreeType, too. What is missing is told, and the run is skipped. KEEP=1 keeps what was made.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cast=${1:-well}
pipeline=${2:-$here/dttf.dot}

casts="well one-tracer-fails tracers-fail tracers-recover verifier-finds-twice killed"
if [ "$cast" = all ]; then
  failed=0
  "$0" killed "$pipeline" & # most of its time it waits
  longest=$!
  for each in ${casts% killed}; do "$0" "$each" "$pipeline" || failed=1; done
  wait $longest || failed=1
  exit $failed
fi
case " $casts " in
  *" $cast "*) ;;
  *) echo "there is no cast '$cast': $casts, or all" >&2; exit 2 ;;
esac

say() { echo "fresh-run $cast: $*"; }
skip() { say "skipped: $*"; exit 0; }
wrong() { say "WRONG: $*" >&2; exit 1; }

# --- what is needed ---

[ -e "$pipeline" ] || skip "there is no pipeline $pipeline"
pipeline=$(cd "$(dirname "$pipeline")" && pwd)/$(basename "$pipeline")
clis=${CLIS:-$root/adapters-cli-providers/target/clis/node_modules/.bin}
for program in "$clis/claude" "$clis/codex" "$clis/gemini"; do
  [ -x "$program" ] || skip "$program is not installed"
done
command -v jq >/dev/null || skip "jq is not installed"
jdk=
for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
  if grep -qsE '^JAVA_VERSION="(1[7-9]|[2-9][0-9])' "$candidate/release" && [ -x "$candidate/bin/javac" ]; then
    jdk=$candidate
    break
  fi
done
[ -n "$jdk" ] || skip "there is no JDK of 17 or newer"

# --- a place of its own ---

place=$(cd "$(mktemp -d)" && pwd -P)
logs=$place/logs
played=
alone=(env -i PATH="$clis:$jdk/bin:$PATH" HOME="$place/home" XDG_STATE_HOME="$place/home/state"
  ${JAVA_HOME:+JAVA_HOME="$JAVA_HOME"} CLAUDE_CODE_MAX_RETRIES=0)
attractor() { "${alone[@]}" "$root/attractor" "$@"; }
finished() {
  status=$?
  [ -z "$played" ] || kill "$played" 2>/dev/null || true
  if [ -e "$logs" ] && [ ! -e "$logs/final.json" ]; then
    attractor stop "$logs" --force >/dev/null 2>&1 || true
  fi
  if [ -n "${KEEP:-}" ] || [ $status != 0 ]; then say "kept: $place"; else rm -rf "$place"; fi
}
trap finished EXIT
mkdir "$place/home"

java() { "$jdk/bin/java" -Djava.awt.headless=true "$@"; }
git() { command git -c user.name=fresh -c user.email=fresh@localhost -c init.defaultBranch=main "$@"; }
began=$SECONDS
git init -q "$place/origin"
cp -r "$here/spec.md" "$here/accept" "$place/origin"
java "$here/check/Pictures.java" "$place/origin/pictures"
git -C "$place/origin" add -A
git -C "$place/origin" commit -qm "What is wanted"
git clone -q "$place/origin" "$place/clone"
base=$(git -C "$place/clone" rev-parse HEAD)

# --- the models are played ---

# Where it does not matter what they make, the agents only say that they have: that is quicker.
works=sketch
if [ "$pipeline" = "$here/dttf.dot" ]; then
  case $cast in well | verifier-finds-twice | killed) works=well ;; esac
fi
scripts=(--script "$here/casts/$works.yaml")
[ "$cast" = well ] || scripts=(--script "$here/casts/$cast.yaml" "${scripts[@]}")
"${alone[@]}" "$root/attractor" dev mock-llm "${scripts[@]}" >"$place/models" 2>"$place/models.err" &
played=$! # no function: this is the number of the program itself
until grep -qs GEMINI "$place/models"; do
  kill -0 "$played" 2>/dev/null || wrong "the models are not played: $(cat "$place/models.err")"
  sleep 0.1
done
mapfile -t keys < <(sed 's/^export //' "$place/models" | tr ' ' '\n')
alone+=("${keys[@]}")

# --- the run, by itself until final.json is there ---

attractor run "$pipeline" --config "$here/run.yaml" --repo "$place/clone" --logs-root "$logs" --detach \
  >"$place/run.out" 2>&1 || [ -e "$logs/final.json" ] || wrong "it did not begin: $(cat "$place/run.out")"

# The stages whose agents wait for an answer of their models in vain, as those who play them tell.
hung() { sed -nE 's/^([a-z_]+) \(visit .*: no answer$/\1/p' "$place/models.err"; }
: >"$place/killed"
kills=0
while [ ! -e "$logs/final.json" ]; do
  hit=$(hung | grep -vxFf "$place/killed" || true)
  if [ -n "$hit" ]; then
    echo "$hit" >>"$place/killed"
    kills=$((kills + 1))
    read -r driver _ <"$logs/run.pid" # its number, and since when it runs
    kill -KILL "$driver"
    while kill -0 "$driver" 2>/dev/null; do sleep 0.01; done
    attractor resume --logs-root "$logs" --detach >"$place/run.out" 2>&1 ||
      [ -e "$logs/final.json" ] || wrong "it could not be resumed: $(cat "$place/run.out")"
  fi
  [ $((SECONDS - began)) -lt 600 ] || wrong "there is no final.json after ten minutes"
  sleep 0.1
done
attractor wait "$logs" --timeout 60s >/dev/null 2>&1 || true # the driver has let go of the run
took=$((SECONDS - began))

# --- what it left ---

cd "$logs"
final() { jq -r ".$1 // \"\"" "$logs/final.json"; }
events() { jq -c "select($1)" "$logs/progress.ndjson"; }

# docs/troubleshooting.md has a command for each thing that must not be; a sound run has it print nothing.
grep -E '^## ' "$root/docs/troubleshooting.md" | while read -r _ title; do
  awk -v title="## $title" '/^## /{on = $0 == title} /^```$/{code = 0} on && code {print} on && /^```sh$/{code = 1}' \
    "$root/docs/troubleshooting.md" >"$place/command"
  found=$(sh "$place/command" 2>&1 || true)
  [ -z "$found" ] || wrong "$title: $found"
done

expected=success
[ "$cast" != tracers-fail ] || expected=fail
[ "$(final status)" = "$expected" ] || wrong "it ended as $(final status): $(final failure_reason)"

hops() { events ".event == \"edge_selected\" and .from_node == \"$1\" and .to_node == \"$2\"" | wc -l; }
blocked=$(find . -name progress.ndjson -exec jq -r 'select(.event == "stage_retry_blocked") | .node_id' {} +)
ends() { find . -name progress.ndjson -exec jq -r "select(.event == \"stage_attempt_end\" and .node_id == \"$1\") | .status" {} + | xargs; }
case $cast in
  tracers-fail)
    [ "$(hops join_tracer verify_tracer)" = 0 ] || wrong "the failed join went on"
    for stage in impl_tracer_a impl_tracer_b impl_tracer_c; do
      grep -qx "$stage" <<<"$blocked" || wrong "there is no stage_retry_blocked of $stage"
    done
    [ -n "$(final failure_reason)" ] || wrong "final.json does not say why it failed"
    ;;
  one-tracer-fails)
    grep -qx impl_tracer_b <<<"$blocked" || wrong "there is no stage_retry_blocked of impl_tracer_b"
    [ "$(ends impl_tracer_a)" = success ] || wrong "the others did not go on"
    ;;
  tracers-recover)
    for stage in impl_tracer_a impl_tracer_b impl_tracer_c; do
      case $(ends $stage) in
        "fail success" | "retry success") ;;
        *) wrong "$stage ended as $(ends $stage)" ;;
      esac
    done
    ;;
  verifier-finds-twice)
    [ "$(ends verify_writer)" = "fail fail success" ] || wrong "the verifier said $(ends verify_writer)"
    ;;
  killed)
    stages=$(find . -name progress.ndjson -exec jq -r 'select(.event == "agent_event") | .node_id' {} + | sort -u)
    [ -n "$stages" ] && [ "$stages" = "$(sort -u "$place/killed")" ] ||
      wrong "the driver was killed in $(xargs <"$place/killed") only, of $(xargs <<<"$stages")"
    resumed=$(events '.event == "run_resumed"' | wc -l)
    [ "$resumed" = "$kills" ] || wrong "it was killed $kills times and resumed $resumed times"
    say "killed in each of $(wc -w <<<"$stages") stages, resumed $resumed times"
    ;;
esac
[ "$cast" = tracers-fail ] || [ "$(hops join_tracer verify_tracer)" -gt 0 ] || wrong "the tracers were not verified"
claudes=$(find . -name cli_invocation.json -exec jq -r 'select(.provider == "anthropic") | .provider' {} + | wc -l)
[ "$claudes" -gt 0 ] || wrong "claude was never asked"
[ "$(git -C "$place/clone" rev-parse HEAD)" = "$base" ] && [ -z "$(git -C "$place/clone" status --porcelain)" ] ||
  wrong "the checkout of the clone was touched"

# --- what it delivered ---

if [ "$works" = well ]; then
  branch=$(final run_branch)
  git clone -q --branch "$branch" "$place/clone" "$place/delivered"
  cd "$place/delivered"
  "$jdk/bin/javac" -nowarn -d build src/*.java
  java -cp build Dttf build pictures again.ttf
  cmp fresh.ttf again.ttf || wrong "the sources that were delivered make another font"
  say "$(java "$here/check/Judge.java" fresh.ttf pictures)" || wrong "the font does not resemble the pictures"
  if command -v fc-scan >/dev/null; then
    scanned=$(fc-scan --format '%{family} %{style} %{fontformat}' fresh.ttf)
    [ "$scanned" = "Fresh Run Regular TrueType" ] || wrong "FreeType opens it as '$scanned'"
    say "FreeType: $scanned"
  else
    say "fc-scan is not installed: FreeType was not asked"
  fi
fi
say "all holds, $(final status) after ${took}s: $(jq -c '.totals | {stages, attempts}' "$logs/final.json")"
