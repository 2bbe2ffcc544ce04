#!/usr/bin/env bash
# Speed and memory, beside a peer or a bound. `-- --only synth` chooses, `-- --write` puts the figures into docs/bench.md.
set -euo pipefail
cd "$(dirname "$0")/.."
# A part that is missing is named, and the benches that need it are left out by name.
npm run --silent setup || true
npm run --silent build
exec node --import tsx --conditions=source bench/main.ts "$@"
