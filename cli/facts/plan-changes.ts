import { z } from "zod";

/** One thing that a plan would do. It holds no values: some are secret. */
export interface PlannedChange {
  /** Terraform's address, e.g. `aws_instance.kafka_11_machine`; an output's is `output.<name>`. */
  readonly address: string;
  /** Resource type, e.g. `aws_instance`; `output` for an output. */
  readonly type: string;
  /** Terraform's actions: `create`, `read`, `update`, `delete`; a replacement is two of them. */
  readonly actions: readonly string[];
  /** What differs within an updated or replaced resource, e.g. `tags.dataops-version`. Empty for create and delete. */
  readonly paths: readonly string[];
  /** Those of the paths that force a replacement. */
  readonly replaces: readonly string[];
  /** Those of the resource's own numbers that go down, e.g. `size`. Absent: none. */
  readonly lowers?: readonly string[];
  /** Whose it is by its tags, e.g. `kafka-write/11`. Absent: nobody's, or another's after than before. */
  readonly identity?: string;
  /** Key of an S3 object. */
  readonly key?: string;
}

/** What `terraform show -json` says of a saved plan. */
export interface PlanChanges {
  /** All that an apply would do; empty when code and cloud are one. */
  readonly changes: readonly PlannedChange[];
  /** Managed resources that there are once the plan is applied. */
  readonly resources: number;
}

const change = z.object({
  actions: z.array(z.string()),
  before: z.unknown(),
  after: z.unknown(),
  after_unknown: z.unknown(),
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).optional(),
});

const resource = z.object({ address: z.string(), type: z.string(), change });

interface Module {
  readonly resources?: readonly { readonly mode: string }[] | undefined;
  readonly child_modules?: readonly Module[] | undefined;
}

const module_: z.ZodType<Module> = z.object({
  resources: z.array(z.object({ mode: z.string() })).optional(),
  get child_modules() {
    return z.array(module_).optional();
  },
});

const plan = z.object({
  format_version: z.string().regex(/^1\./),
  errored: z.boolean().optional(),
  resource_changes: z.array(resource).default([]),
  output_changes: z.record(z.string(), change).default({}),
  planned_values: z.object({ root_module: module_.optional() }).default({}),
});

/**
 * A plan as data.
 *
 * @param json what `terraform show -json` printed, parsed
 * @throws Error where it is none, or the plan has errors
 */
export function parsePlan(json: unknown): PlanChanges {
  const parsed = plan.safeParse(json);
  if (!parsed.success)
    throw new Error(`terraform show -json: not a plan of format 1; ${z.prettifyError(parsed.error)}`);
  const { errored, output_changes, planned_values, resource_changes } = parsed.data;
  if (errored === true) throw new Error("terraform show -json: the plan has errors and is not whole");
  const outputs = Object.entries(output_changes).map(([name, change]) => ({
    address: `output.${name}`,
    type: "output",
    change,
  }));
  return {
    changes: [...resource_changes, ...outputs].filter(isChange).map(plannedChange),
    resources: planned_values.root_module === undefined ? 0 : countManaged(planned_values.root_module),
  };
}

type Resource = z.infer<typeof resource>;

const isChange = ({ change }: Resource): boolean => change.actions.some((action) => action !== "no-op");

const countManaged = ({ resources = [], child_modules = [] }: Module): number =>
  resources.filter(({ mode }) => mode === "managed").length +
  child_modules.reduce((sum, child) => sum + countManaged(child), 0);

function plannedChange({ address, type, change }: Resource): PlannedChange {
  const { actions, after, after_unknown, before, replace_paths = [] } = change;
  const key = type === "aws_s3_object" ? (at(after, "key") ?? at(before, "key")) : undefined;
  const lowers = lowered(before, after);
  const identity = identityOf(before, after);
  return {
    address,
    type,
    actions,
    paths: isObject(before) && isObject(after) ? differing(before, after, after_unknown) : [],
    replaces: replace_paths.map(spell),
    ...(lowers.length === 0 ? {} : { lowers }),
    ...(identity === undefined ? {} : { identity }),
    ...(typeof key === "string" ? { key } : {}),
  };
}

const lowered = (before: unknown, after: unknown): string[] =>
  !isObject(before) || !isObject(after)
    ? []
    : Object.entries(before).flatMap(([name, was]) => {
        const will = after[name];
        return typeof was === "number" && typeof will === "number" && will < was ? [name] : [];
      });

/** Who a node's part belongs to; the tags are those of `kafkaIdentity`. */
function identityOf(before: unknown, after: unknown): string | undefined {
  const found = [before, after].filter(isObject).map(({ tags }) => {
    const [cluster, node] = [at(tags, "dataops-cluster"), at(tags, "dataops-node")];
    return typeof cluster === "string" && typeof node === "string" ? `${cluster}/${node}` : undefined;
  });
  return new Set(found).size === 1 ? found[0] : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

const at = (value: unknown, key: string | number): unknown => (isObject(value) ? value[key] : undefined);

/** `["network_interface", 0, "device_index"]` → `network_interface[0].device_index`. */
const spell = (path: readonly (string | number)[]): string =>
  path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .replace(/^\./, "");

function differing(
  before: unknown,
  after: unknown,
  unknown: unknown,
  path: readonly (string | number)[] = [],
): string[] {
  if (unknown === true) return [spell(path)];
  if (!isObject(before) || !isObject(after)) return before === after && !holdsTrue(unknown) ? [] : [spell(path)];
  const steps = Array.isArray(before)
    ? [...Array(Math.max(before.length, Array.isArray(after) ? after.length : 0)).keys()]
    : [...new Set([...Object.keys(before), ...Object.keys(after), ...(isObject(unknown) ? Object.keys(unknown) : [])])];
  return steps.flatMap((step) => differing(at(before, step), at(after, step), at(unknown, step), [...path, step]));
}

/** Whether a value holds something that is known only after apply. */
const holdsTrue = (unknown: unknown): boolean =>
  unknown === true || (isObject(unknown) && Object.values(unknown).some(holdsTrue));
