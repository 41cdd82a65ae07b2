#!/bin/sh
# Fetches what drives a browser that is installed, at the versions of package-lock.json, into target/browser.
# Needs npm; no browser is fetched.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=$here/../../target/browser
if cmp -s "$here/package-lock.json" "$target/installed-lock.json"; then
  exit 0
fi
mkdir -p "$target"
cp "$here/package.json" "$here/package-lock.json" "$target/"
(cd "$target" && npm ci --no-audit --no-fund --ignore-scripts)
ln -sfn node_modules/playwright-core "$target/package" # where Playwright for Java looks for it
cp "$here/package-lock.json" "$target/installed-lock.json"
