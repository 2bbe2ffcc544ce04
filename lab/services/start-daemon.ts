import { join } from "node:path";
import { packageRoot } from "../../spec/package-root";
import { serviceProcess, startService } from "./start-service";

/** Start the lab's daemon unless it lives. It finds the hosts that are there and goes on with them. */
export function startDaemon(): void {
  if (serviceProcess("daemon") !== undefined) return;
  const fromSource = __filename.endsWith(".ts");
  const file = fromSource ? join(packageRoot(), "lab/daemon.ts") : join(packageRoot(), "dist/lab/daemon.js");
  const loader = fromSource ? ["--import", require.resolve("tsx")] : [];
  startService("daemon", [process.execPath, ...loader, file], daemonEnvironment());
}

/** What the daemon needs of ours; never a test runner's or a cloud's settings. */
function daemonEnvironment(): NodeJS.ProcessEnv {
  const kept = ["PATH", "HOME", "LANG", "XDG_CACHE_HOME"];
  return Object.fromEntries(
    kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
