import { artefacts } from "./setup/artefacts";
import { baseImagePart } from "./setup/base-image";
import { classArchiveParts } from "./setup/class-archives";
import { emulator } from "./setup/emulator";
import type { Part } from "./setup/part";
import { systemPackages } from "./setup/system-packages";
import { terraform } from "./setup/terraform";

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Ends with 1 when something is missing, after every part had its turn. */
async function setUp(parts: readonly Part[]): Promise<void> {
  const began = Date.now();
  let missing = 0;
  for (const { name, ensure } of parts) {
    const start = Date.now();
    const outcome = await ensure((line) => print(`  … ${name.padEnd(18)} ${line}`));
    const mark = outcome.state === "missing" ? "✗" : "✔";
    print(
      `  ${mark} ${name.padEnd(18)} ${[outcome.state, outcome.what].filter(Boolean).join(": ")} (${seconds(start)})`,
    );
    if (outcome.state === "missing") missing += 1;
  }
  print(missing === 0 ? `set up (${seconds(began)})` : `set-up: ${missing} missing, see above (${seconds(began)})`);
  process.exitCode = missing === 0 ? 0 : 1;
}

void setUp([systemPackages, terraform, emulator, baseImagePart, ...artefacts(), ...classArchiveParts()]);
