import { existsSync } from "node:fs";
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { BadInput, nearest } from "../../../spec";
import { type PlanChanges, parsePlan } from "../../facts/plan-changes";
import { Failure } from "../failure";
import { runProcess } from "../run-process";
import { type CdktfProject, cdktfProject } from "./cdktf-project";
import { synthesize } from "./synth";
import { terraformEnvironment } from "./terraform-environment";

export interface PlanOptions {
  /** Folder of the cluster files. Default: the one that is in use. */
  readonly clusters?: string;
  /**
   * Plan in a folder of its own that `discard` removes, against the same state, without its lock. For a plan of what is
   * not so: a control, a rehearsal. Default false: plan where `cdktf deploy` works.
   */
  readonly scratch?: boolean;
  /** Resources, by their addresses, to make anew though nothing of them differs (`-replace`). Default: none. */
  readonly replace?: (address: string) => boolean;
  /** Default: the working folder's. */
  readonly project?: CdktfProject;
}

/** A plan that is saved and can be applied as it is. */
export interface SavedPlan extends PlanChanges {
  readonly stack: string;
  /** Where Terraform runs. */
  readonly folder: string;
  /** Path of the plan. */
  readonly file: string;
  /** Terraform's data folder: provider and pointer to the state. */
  readonly data: string;
  /** Removes the plan, and the folder where it was a scratch one. To be called once it is of no more use. */
  discard(): Promise<void>;
}

const lockFile = ".terraform.lock.hcl";

/** A third of a plan's work is Go collecting garbage of the provider's schema; this costs 200 MB and saves most of it. */
const patience = "400";

/** Another provider version, or another state, since the last time. */
const wantsInit = /required plugins are not installed|inconsistent dependency lock file|backend (init|config)/i;

/** Seconds to wait for the state's lock. */
const lockTimeout = "60s";

/**
 * Synthesizes a stack and plans it, the whole of it. Initializes Terraform where that is due; never migrates a state.
 *
 * @param stack name of the stack: the cluster's name
 * @throws BadInput for mistakes in cluster files and for a stack that there is none of
 * @throws Failure where Terraform fails, with its last lines
 */
export async function terraformPlan(stack: string, options: PlanOptions = {}): Promise<SavedPlan> {
  const project = options.project ?? cdktfProject();
  const work = join(project.output, "stacks", stack);
  const scratch = options.scratch === true ? await mkdtemp(join(tmpdir(), "dataops-plan-")) : undefined;
  const discardScratch = (): Promise<void> =>
    scratch === undefined ? Promise.resolve() : rm(scratch, { recursive: true, force: true });
  try {
    const stacks = await synthesize({
      project,
      ...(options.clusters === undefined ? {} : { clusters: options.clusters }),
      ...(scratch === undefined ? {} : { into: scratch }),
    });
    const folder = stacks[stack];
    if (folder === undefined) throw unknownStack(stack, Object.keys(stacks));
    const shared = scratch !== undefined && isInitialized(work, dataOf(work));
    if (shared) await copyFile(join(work, lockFile), join(folder, lockFile));
    const place = { stack, folder, data: dataOf(shared ? work : folder), file: join(folder, "dataops.tfplan") };
    if (!isInitialized(folder, place.data)) await init(place);
    const built = await resourcesOf(folder);
    const { place: planned, empty } = await plan(place, scratch === undefined, toReplace(built, options.replace));
    const found = empty ? { changes: [], resources: built.length } : await show(planned);
    const discard = async (): Promise<void> => {
      await rm(place.file, { force: true });
      await discardScratch();
    };
    return { ...planned, ...found, discard };
  } catch (error) {
    await discardScratch();
    throw error;
  }
}

/**
 * Applies a saved plan, all of it and nothing else, and discards it.
 *
 * @throws Failure where Terraform fails, or the state has moved since the plan was made
 */
export async function terraformApplySaved(plan: SavedPlan): Promise<void> {
  try {
    await terraform(plan, ["apply", "-input=false", "-no-color", `-lock-timeout=${lockTimeout}`, plan.file]);
  } finally {
    await plan.discard();
  }
}

type Place = Pick<SavedPlan, "stack" | "folder" | "data" | "file">;

const dataOf = (folder: string): string => join(folder, ".terraform");

const isInitialized = (folder: string, data: string): boolean =>
  existsSync(join(folder, lockFile)) &&
  existsSync(join(data, "providers")) &&
  existsSync(join(data, "terraform.tfstate"));

/** The provider's version is pinned, so an upgrade only ever moves to the pinned one. */
const init = (place: Place): Promise<unknown> =>
  terraform(place, ["init", "-input=false", "-no-color", "-reconfigure", "-upgrade"]);

const synthesized = z.object({ resource: z.record(z.string(), z.record(z.string(), z.unknown())).default({}) });

/** Addresses of what a stack builds. */
async function resourcesOf(folder: string): Promise<string[]> {
  const { resource } = synthesized.parse(JSON.parse(await readFile(join(folder, "cdk.tf.json"), "utf8")));
  return Object.entries(resource).flatMap(([type, byName]) => Object.keys(byName).map((name) => `${type}.${name}`));
}

const toReplace = (built: readonly string[], wanted: PlanOptions["replace"] = () => false): string[] =>
  built.filter(wanted).map((address) => `-replace=${address}`);

/** What a plan would do. It costs as much as a third of the plan: an empty one need not be asked. */
const show = async (place: Place): Promise<PlanChanges> =>
  parsePlan(JSON.parse((await terraform(place, ["show", "-json", place.file])).stdout));

/** @returns where it was planned, with data of its own where the shared data was of no use; and whether nothing is to be done */
async function plan(
  place: Place,
  lock: boolean,
  replace: readonly string[],
): Promise<{ readonly place: Place; readonly empty: boolean }> {
  const locking = lock ? [`-lock-timeout=${lockTimeout}`] : ["-lock=false"];
  const argv = [
    "plan",
    "-input=false",
    "-no-color",
    "-detailed-exitcode",
    `-out=${place.file}`,
    ...locking,
    ...replace,
  ];
  try {
    const { code } = await terraform(place, argv, [0, 2]);
    return { place, empty: code === 0 };
  } catch (error) {
    if (!(error instanceof Failure) || !wantsInit.test(error.message)) throw error;
    const own = { ...place, data: dataOf(place.folder) };
    await init(own);
    const { code } = await terraform(own, argv, [0, 2]);
    return { place: own, empty: code === 0 };
  }
}

async function terraform(
  { data, folder, stack }: Place,
  argv: readonly string[],
  good: readonly number[] = [0],
): Promise<{ readonly code: number; readonly stdout: string }> {
  const { code, stderr, stdout } = await runProcess("terraform", [`-chdir=${folder}`, ...argv], {
    env: { ...terraformEnvironment(), GOGC: process.env["GOGC"] ?? patience, TF_IN_AUTOMATION: "1", TF_DATA_DIR: data },
  });
  if (code !== null && good.includes(code)) return { code, stdout };
  throw new Failure(`terraform ${argv[0] ?? ""} ${stack}: ${stderr.trim().slice(-4000)}`, 1);
}

function unknownStack(stack: string, stacks: readonly string[]): BadInput {
  const expected = nearest(stack, stacks) ?? `one of ${stacks.join(", ")}`;
  return new BadInput(`cdktf.json: the app has no such stack; expected ${expected}; got ${stack}`);
}
