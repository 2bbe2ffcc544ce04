import { z } from "zod";
import type { Journal } from "./journal";

const target = z.object({
  version: z.string(),
  config: z.string(),
  image: z.string(),
  type: z.string(),
  disk: z.string(),
});
const time = z.number();
const texts = z.record(z.string(), z.string());
const wait = { gate: z.string(), node: z.number().optional(), reason: z.string(), since: time };
const waiting = z.object({ ...wait, best: z.number(), bestAt: time });
const did = z.array(z.object({ step: z.string(), began: time, took: z.number() }));
const node = { id: z.number(), why: z.string(), from: target, began: time, did };

const undo = z.discriminatedUnion("what", [
  z.object({ what: z.literal("protection"), node: z.number() }),
  z.object({ what: z.literal("hook") }),
]);

const end = z.object({
  code: z.number(),
  reason: z.string().optional(),
  gate: z.string().optional(),
  node: z.number().optional(),
});

const schema = z.object({
  format: z.literal(2),
  id: z.string(),
  kind: z.enum(["roll", "rollback"]),
  cluster: z.string(),
  playbook: z.string(),
  by: z.string(),
  began: time,
  targets: z.record(z.string(), target),
  top: texts,
  set: z.array(z.object({ key: z.string(), from: z.string(), to: z.string() })),
  restart: texts.optional(),
  restartAll: z.boolean().optional(),
  replace: z.record(z.string(), z.object({ instance: z.string().nullable(), lostDisk: z.boolean() })).optional(),
  overrides: texts,
  accepted: texts,
  batch: z
    .object({
      began: time,
      members: z.array(z.object({ ...node, step: z.number(), tries: z.number() })),
      baseline: z.object({ underReplicated: z.array(z.string()) }),
      ramp: z.boolean(),
      good: z.number(),
      wellAt: time.optional(),
      waiting: waiting.optional(),
    })
    .optional(),
  batches: z.number(),
  waiting: waiting.optional(),
  finished: z.array(z.object({ ...node, to: target, ended: time, catchUp: z.number() })),
  after: z.array(z.string()),
  undo: z.array(undo),
  waits: z.array(z.object({ ...wait, until: time })),
  departures: z.array(z.object({ at: time, text: z.string() })),
  behind: z.array(z.tuple([time, z.number()])),
  sittings: z.array(
    z.object({ by: z.string(), began: time, token: z.number(), ended: time.optional(), end: end.optional() }),
  ),
  acks: z
    .object({
      topic: z.string(),
      gaps: z.array(z.tuple([time, z.number()])),
      longest: z.number(),
      sent: z.number(),
      failed: z.number(),
    })
    .optional(),
});

/**
 * A journal as it was read from the bucket.
 *
 * @throws Error when it is none, or one of a format that this release does not know
 */
export function parseJournal(value: unknown): Journal {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data;
}
