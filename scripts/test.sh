#!/usr/bin/env bash
# Set up, build, and run every test, the lab's included. Ends with a line `N passed, N failed`.
set -euo pipefail
cd "$(dirname "$0")/.."
npm run --silent setup
npm run --silent build
mkdir -p .cache
results=.cache/test-results.json
status=0
npx vitest run --reporter=default --reporter=json --outputFile.json="$results" "$@" || status=$?
node -e '
  const { numPassedTests, numFailedTests, numTotalTests } = JSON.parse(require("fs").readFileSync(process.argv[1]));
  const skipped = numTotalTests - numPassedTests - numFailedTests;
  console.log(`${numPassedTests} passed, ${numFailedTests} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
' "$results"
exit "$status"
