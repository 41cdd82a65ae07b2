#!/bin/sh
# Builds DTTF, holds a unit of it to its acceptance test, and reports as a stage does: verify.sh UNIT
unit=${1:?which unit?}
result=$(
  rm -rf build && mkdir build &&
    javac -J-XX:TieredStopAtLevel=1 -nowarn -d build src/*.java accept/Accept.java "accept/Test$unit.java" 2>&1 &&
    java -XX:TieredStopAtLevel=1 -Djava.awt.headless=true -cp build "Test$unit" 2>&1
)
failed=$?
echo "$result"
if [ $failed = 0 ]; then
  echo '{"status": "success"}' >status.json
else
  printf '{"status": "fail", "failure_reason": "%s: %s"}\n' "$unit" \
    "$(echo "${result:-it could not be built}" | tail -n 1 | tr -d '"\\\t')" >status.json
fi
