import { runProcess } from "../../cli/run/run-process";

/** Environment in which apt and dpkg ask nothing. */
export const unattended = { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" } as const;

/**
 * Have Debian packages on this machine; those that are there are left as they are.
 *
 * @returns why they cannot be had, or undefined
 */
export async function missingPackages(packages: readonly string[]): Promise<string | undefined> {
  const absent: string[] = [];
  for (const name of packages) if (!(await isInstalled(name))) absent.push(name);
  if (absent.length === 0) return undefined;
  if (process.getuid?.() !== 0) return `${absent.join(", ")}: not installed, and only root may install packages`;
  // Lists may be absent or old; where there is no network the second attempt says so.
  const problem = await install(absent);
  if (problem === undefined) return undefined;
  await runProcess("apt-get", ["update", "--quiet"], { env: unattended });
  return install(absent);
}

async function isInstalled(name: string): Promise<boolean> {
  const { code, stdout } = await runProcess("dpkg-query", ["--show", "--showformat=${db:Status-Status}", name]);
  return code === 0 && stdout === "installed";
}

async function install(packages: readonly string[]): Promise<string | undefined> {
  const words = ["install", "--yes", "--no-install-recommends", ...packages];
  const { code, stderr } = await runProcess("apt-get", words, { env: unattended });
  return code === 0 ? undefined : `${packages.join(", ")}: ${stderr.trim().split("\n").at(-1) ?? `exit ${code}`}`;
}
