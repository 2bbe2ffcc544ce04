import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const programs = [
  "systemd-nspawn",
  "ip",
  "nsenter",
  "losetup",
  "mkfs.ext4",
  "mount",
  "ssh-keygen",
  "mknod",
  "flock",
  "bash",
];

const onPath = (program: string): boolean =>
  [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"].some((folder) =>
    existsSync(join(folder, program)),
  );

/** Why this machine cannot run a lab; empty when it can. */
export function missingForLab(): string[] {
  if (process.platform !== "linux") return [`the lab needs Linux; got ${process.platform}`];
  const missing = programs.filter((program) => !onPath(program));
  return [
    ...(process.getuid?.() === 0 ? [] : ["the lab needs root; run it with sudo"]),
    ...(missing.length === 0 ? [] : [`the lab needs ${missing.join(", ")}; get them: npm run setup`]),
    ...(existsSync("/proc/self/ns/net") ? [] : ["the lab needs network namespaces, which this kernel lacks"]),
    ...(mayUse("/dev/loop-control") ? [] : ["the lab needs loop devices: /dev/loop-control cannot be opened"]),
  ];
}

function mayUse(file: string): boolean {
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
