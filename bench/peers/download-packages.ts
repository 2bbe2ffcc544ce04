import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runProcess } from "../../cli/run/run-process";
import { unattended } from "./debian-packages";

/**
 * Download Debian packages and whatever they need that a system does not have; what lies there already is kept.
 *
 * @param root folder of that system; it must be of this machine's release of Debian
 * @returns paths of the packages; empty when they cannot be had
 */
export async function downloadPackages(root: string, packages: readonly string[], folder: string): Promise<string[]> {
  mkdirSync(join(folder, "partial"), { recursive: true });
  const options = [`Dir::State::status=${join(root, "var/lib/dpkg/status")}`, `Dir::Cache::archives=${folder}`];
  await runProcess(
    "apt-get",
    [
      ...options.flatMap((option) => ["-o", option]),
      ...["install", "--yes", "--no-install-recommends", "--download-only", ...packages],
    ],
    { env: unattended },
  );
  return readdirSync(folder)
    .filter((name) => name.endsWith(".deb"))
    .map((name) => join(folder, name));
}
