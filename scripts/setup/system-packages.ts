import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runCommand } from "../../lab/run-command";
import type { Part } from "./part";

/** Programs, and the Debian package that has each. */
const packages: Readonly<Record<string, string>> = {
  "systemd-nspawn": "systemd-container",
  debootstrap: "debootstrap",
  ip: "iproute2",
  "ssh-keygen": "openssh-client",
  "mkfs.ext4": "e2fsprogs",
  losetup: "mount",
  nsenter: "util-linux",
  fallocate: "util-linux",
  java: "openjdk-17-jre-headless",
  mvn: "maven",
  curl: "curl",
  shellcheck: "shellcheck",
};

const folders = (): string[] => [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"];

/** Programs of this list that the machine lacks. */
const lacking = (): string[] =>
  Object.keys(packages).filter((program) => !folders().some((folder) => existsSync(join(folder, program))));

export const systemPackages: Part = {
  name: "system packages",
  ensure: async (say) => {
    const programs = lacking();
    if (programs.length === 0) return { state: "there" };
    const names = [...new Set(programs.map((program) => packages[program] ?? program))].sort();
    const byHand = `${programs.join(", ")}; get them: sudo apt-get install ${names.join(" ")}`;
    if (!folders().some((folder) => existsSync(join(folder, "apt-get")))) {
      return {
        state: "missing",
        what: `${programs.join(", ")}; get them from your distribution (Debian: ${names.join(" ")})`,
      };
    }
    if (process.getuid?.() !== 0) return { state: "missing", what: byHand };
    say(`apt-get install ${names.join(" ")}`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    try {
      await runCommand(["apt-get", "-qq", "update"], { env });
      await runCommand(["apt-get", "-qq", "install", "--yes", "--no-install-recommends", ...names], { env });
    } catch (problem) {
      return { state: "missing", what: `${byHand} (${(problem as Error).message})` };
    }
    return { state: "made", what: names.join(", ") };
  },
};
