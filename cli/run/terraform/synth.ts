import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { BadInput, clustersFolder } from "../../../spec";
import { Failure } from "../failure";
import { runProcess } from "../run-process";
import { type CdktfProject, cdktfProject } from "./cdktf-project";

const manifest = z.object({ stacks: z.record(z.string(), z.object({ workingDirectory: z.string() })) });

export interface SynthOptions {
  /** Folder of the cluster files. Default: the one that is in use. */
  readonly clusters?: string;
  /** Folder to write to. Default: where `cdktf` writes. */
  readonly into?: string;
  /** Default: the working folder's. */
  readonly project?: CdktfProject;
}

/** Exit code of `synthesize` in constructs: the cluster files cannot be used. */
const badInput = 64;

/**
 * Synthesizes every stack, as `cdktf synth` does but without its start-up time: the app of `cdktf.json` in a process
 * of its own.
 *
 * @returns the working folder of each stack, absolute, by the stack's name
 * @throws BadInput for mistakes in cluster files
 * @throws Failure where the app fails
 */
export async function synthesize(options: SynthOptions = {}): Promise<Readonly<Record<string, string>>> {
  const project = options.project ?? cdktfProject();
  const into = options.into ?? project.output;
  // a shell, because that is what cdktf makes of `app`; the text is the repository's own, as package.json's scripts are
  const { code, stderr, stdout } = await runProcess(project.app, [], {
    shell: true,
    cwd: project.folder,
    env: { CDKTF_OUTDIR: into, DATAOPS_CLUSTERS: resolve(options.clusters ?? clustersFolder()) },
  });
  if (code === badInput) throw new BadInput(stderr.trim());
  if (code !== 0) throw new Failure(`synth: ${(stderr || stdout).slice(-4000)}`, 1);
  const { stacks } = manifest.parse(JSON.parse(await readFile(join(into, "manifest.json"), "utf8")));
  return Object.fromEntries(Object.entries(stacks).map(([name, stack]) => [name, join(into, stack.workingDirectory)]));
}
