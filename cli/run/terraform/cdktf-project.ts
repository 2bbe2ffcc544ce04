import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { BadInput } from "../../../spec";

const schema = z.object({ app: z.string().min(1), output: z.string().min(1).default("cdktf.out") });

/** What `cdktf.json` says. */
export interface CdktfProject {
  /** Folder of `cdktf.json`, absolute. */
  readonly folder: string;
  /** Shell command that synthesizes. */
  readonly app: string;
  /** Where `cdktf` synthesizes to and works, absolute: `CDKTF_OUTPUT`, else `output`, else `cdktf.out`. */
  readonly output: string;
}

/**
 * The project that a command is run in, as `cdktf` itself would find it.
 *
 * @param folder default: the working folder
 * @throws BadInput where it has no `cdktf.json`
 */
export function cdktfProject(folder = process.cwd()): CdktfProject {
  const file = join(folder, "cdktf.json");
  if (!existsSync(file)) throw new BadInput(`${file}: no such file; run this in the folder that has cdktf.json`);
  const parsed = schema.safeParse(parse(file));
  if (!parsed.success) throw new BadInput(`${file}: ${z.prettifyError(parsed.error)}`);
  const { app, output } = parsed.data;
  return { folder: resolve(folder), app, output: resolve(folder, process.env["CDKTF_OUTPUT"] || output) };
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new BadInput(`${file}: not JSON; ${(error as Error).message}`);
  }
}
