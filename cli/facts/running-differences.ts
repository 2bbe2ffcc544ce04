import { dynamicChange } from "./dynamic-change";
import type { NodeReport } from "./node-report";
import type { Observed } from "./observed";
import { overrideDifferences } from "./override-differences";
import type { Difference, Target } from "./target";

/** What runs on a node beside what should: empty when they are the same. */
export function runningDifferences(report: NodeReport, target: Target, observed: Observed): Difference[] {
  const { running, written } = report;
  if (running === null) return [{ what: "service", expected: "active", got: report.service.state }];
  const found: Difference[] = [];
  if (running.version !== target.version)
    found.push({ what: "version", expected: target.version, got: running.version });
  if (running.config !== target.config && !isSetLive(report, target, observed))
    found.push({ what: "config", expected: target.config, got: running.config });
  if (found.length === 0 && written !== null) {
    // Set live and taken back live: what lies there would come up at the next start.
    if (isWrittenForAnother(report, target)) found.push({ what: "file", expected: target.config, got: written.config });
    else if (running.config === target.config && running.sha256 !== written.expected)
      found.push({ what: "file", expected: "started from the recorded config", got: "started from an edited file" });
    else if (written.sha256 !== written.expected)
      found.push({ what: "file", expected: "the recorded config", got: "edited since the process started" });
  }
  if (running.config === target.config) found.push(...overrideDifferences(report.node, target, observed));
  return found;
}

/** Whether a process that runs the config is written to start with another one. */
export const isWrittenForAnother = ({ running, written }: NodeReport, { config }: Target): boolean =>
  running?.config === config && written !== null && written.config !== config;

/**
 * Whether a process that was started with another config has been brought to this one by dynamic settings alone: every
 * key that differs is set, nothing else is, and the file for its next start is in place.
 */
function isSetLive({ node, running, written }: NodeReport, target: Target, observed: Observed): boolean {
  const before = observed.configs[running?.config ?? ""];
  const after = observed.configs[target.config];
  const overrides = observed.overrides[node];
  if (before === undefined || after === undefined || overrides === undefined) return false;
  const change = dynamicChange(before, after);
  if (change === undefined || written?.config !== target.config) return false;
  return (
    Object.entries(change).every(([key, value]) => overrides[key] === value) &&
    overrideDifferences(node, target, observed).length === 0
  );
}
