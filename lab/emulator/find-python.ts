import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { cacheFolder } from "../paths";
import { runCommand } from "../run-command";

/** Python environment that set-up makes where the machine has no emulator of its own. */
export const emulatorFolder = (): string => join(cacheFolder(), "emulator");

const probe =
  "import sys, importlib.util as u; sys.exit(0 if u.find_spec('moto') and u.find_spec('flask') and not print(sys.executable) else 1)";

/** The interpreter that runs a `moto_server` on the path. */
function ofMotoServer(): string[] {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const file = folders.map((folder) => join(folder, "moto_server")).find((path) => existsSync(path));
  const interpreter = file && /^#!(\S*python\S*)/.exec(readFileSync(file, "utf8"))?.[1];
  return interpreter ? [interpreter] : [];
}

/**
 * A Python that has the emulator: `DATAOPS_PYTHON`, the one of `moto_server`, the machine's, or set-up's own.
 *
 * @returns its path, or undefined when none has it
 */
export async function findPython(): Promise<string | undefined> {
  const named = process.env["DATAOPS_PYTHON"];
  const candidates = [
    ...(named ? [named] : []),
    ...ofMotoServer(),
    "python3",
    "python",
    join(emulatorFolder(), "bin/python"),
  ];
  for (const candidate of candidates) {
    const found = await runCommand([candidate, "-c", probe]).catch(() => "");
    if (found !== "") return found;
  }
  return undefined;
}
