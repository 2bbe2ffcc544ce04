#!/usr/bin/env bash
# Set up, build, and run every test: first those that need no lab, then the lab's, one file after the other.
# Ends with a line `N passed, N failed`.
set -euo pipefail
cd "$(dirname "$0")/.."
# Without CI a part that is missing skips the tests that need it, by name.
npm run --silent setup || [ -z "${CI:-}" ]
npm run --silent build
mkdir -p .cache
status=0
for project in unit lab; do
  npx vitest run --project "$project" --reporter=default --reporter=json --outputFile.json=".cache/$project.json" "$@" || status=1
done
node -e '
  const results = process.argv.slice(1).map((file) => JSON.parse(require("fs").readFileSync(file)));
  const sum = (key) => results.reduce((n, result) => n + result[key], 0);
  // A file that could not even be loaded counts as a failed test.
  const broken = results.flatMap((r) => r.testResults).filter((t) => t.status === "failed" && t.assertionResults.length === 0).length;
  const [passed, failed] = [sum("numPassedTests"), sum("numFailedTests") + broken];
  const skipped = sum("numTotalTests") - passed - sum("numFailedTests");
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
' .cache/unit.json .cache/lab.json
exit "$status"
