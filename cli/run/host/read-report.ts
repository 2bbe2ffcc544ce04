import { z } from "zod";
import type { Node } from "../../../spec/cluster";
import type { NodeReport, Unreachable } from "../../facts/node-report";
import type { Answer } from "../ssh/transport";

const time = z.number().nonnegative();

/** What the host program's `report` must answer; anything beside it is passed over. */
const schema: z.ZodType<NodeReport> = z.object({
  node: z.int(),
  cluster: z.string(),
  boot: z.string(),
  clock: time,
  program: z.string(),
  service: z.object({ state: z.string(), pid: z.int().nullable(), since: time.nullable() }),
  running: z.object({ version: z.string(), config: z.string(), sha256: z.string() }).nullable(),
  broker: z.object({
    state: z.enum(["stopped", "starting", "recovering", "serving"]),
    remainingLogs: z.int().nonnegative().nullable(),
  }),
  lease: z.int().nonnegative(),
  written: z.object({ version: z.string(), config: z.string(), sha256: z.string(), expected: z.string() }).nullable(),
  disk: z.object({
    volume: z.string(),
    uuid: z.string().nullable(),
    mounted: z.boolean(),
    size: z.number(),
    used: z.number(),
    device: z.number(),
  }),
  formatted: z.object({ cluster: z.string(), node: z.int(), directory: z.string() }).nullable(),
  artefacts: z.array(z.string()),
  tail: z.array(z.string()),
});

/** What a node's `report` verb answered. A node that answers nonsense, or is another one, is as good as unreachable. */
export function readReport(node: Node, { code, stdout, stderr }: Answer): NodeReport | Unreachable {
  const but = (why: string): Unreachable => ({ unreachable: `${node.address}: ${why}` });
  if (code === 127) return but("the host program is not there; its userdata has not run through");
  // A login shell's start-up files may print before it.
  const line = lastLine(stdout);
  if (code !== 0) return but(`report failed with exit ${code}: ${lastLine(stderr) || line || "no message"}`);
  const parsed = schema.safeParse(jsonOf(line));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return but(`its report cannot be read: ${issue?.path.join(".") || "all of it"}: ${issue?.message ?? ""}`);
  }
  const { node: id, cluster } = parsed.data;
  return id === node.id ? parsed.data : but(`expected node ${node.id}; got node ${id} of ${cluster}`);
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
