#!/usr/bin/env bash
# Bring this machine to where tests and demo can run. May be run again: what is there is left alone.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  echo "npm packages"
  npm ci --no-audit --no-fund
fi
exec node --import tsx scripts/setup.ts "$@"
