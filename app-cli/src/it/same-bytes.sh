#!/bin/sh
# Makes the release of the last commit twice, in two folders, and looks whether it is the same: same-bytes.sh. Takes minutes.
set -eu
root=$(CDPATH='' cd "$(dirname "$0")/../../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for place in one another/place; do
  git clone -q "$root" "$work/$place"
  (cd "$work/$place" && ATTRACTOR_DOWNLOAD=https://localhost mvn -B -ntp -q -Pdist package -Dmaven.test.skip=true \
    -Dspotless.check.skip=true -pl app-cli -am)
done
for sums in "$work"/one/app-cli/target/dist/SHA256SUMS-*; do
  diff "$sums" "$work/another/place/app-cli/target/dist/${sums##*/}"
done
echo "two builds are the same bytes"
