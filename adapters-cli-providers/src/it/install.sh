#!/bin/sh
# Fetches the real command lines that the contract tests run, at the versions of package-lock.json, into
# target/clis. Needs npm and Node 20 or newer.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=$here/../../target/clis
if cmp -s "$here/package-lock.json" "$target/installed-lock.json"; then
  exit 0
fi
mkdir -p "$target"
cp "$here/package.json" "$here/package-lock.json" "$target/"
(cd "$target" && npm ci --no-audit --no-fund)
cp "$here/package-lock.json" "$target/installed-lock.json"
