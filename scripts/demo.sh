#!/usr/bin/env bash
# The main job on real parts. `npm run demo -- --keep` leaves the lab up.
set -euo pipefail
cd "$(dirname "$0")/.."
npm run --silent setup
npm run --silent build
exec node --import tsx scripts/demo.ts "$@"
