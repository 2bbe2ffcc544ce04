import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BadInput, packageRoot } from "../spec";

/**
 * Userdata by its number, byte for byte as it was frozen: a changed byte would stop every node that has it.
 *
 * @throws BadInput where no bootloader has that number
 */
export const bootloader = (boot: number): string => {
  const folder = join(packageRoot(), "host");
  const file = join(folder, `bootloader-${boot}.sh`);
  if (existsSync(file)) return readFileSync(file, "utf8");
  const known = readdirSync(folder).flatMap((name) => /^bootloader-(\d+)\.sh$/.exec(name)?.[1] ?? []);
  throw new BadInput(`boot: unknown bootloader; expected ${known.join(", ")}; got ${boot}`);
};
