import { z } from "zod";
import type { Journal } from "./journal";

const target = z.object({ version: z.string(), config: z.string() });
const time = z.number();
const waiting = z.object({ gate: z.string(), reason: z.string(), since: time, best: z.number(), bestAt: time });
const took = z.record(z.string(), z.number());

const schema = z.object({
  format: z.literal(1),
  id: z.string(),
  cluster: z.string(),
  playbook: z.string(),
  by: z.string(),
  began: time,
  targets: z.record(z.string(), target),
  top: z.record(z.string(), z.string()),
  restart: z.record(z.string(), z.string()).optional(),
  overrides: z.record(z.string(), z.string()),
  inHand: z
    .object({
      id: z.number(),
      began: time,
      why: z.string(),
      from: target,
      step: z.number(),
      tries: z.number(),
      baseline: z.object({ underReplicated: z.array(z.string()) }),
      good: z.number(),
      waiting: waiting.optional(),
      took,
      steppedAt: time.optional(),
      wellAt: time.optional(),
    })
    .optional(),
  waiting: waiting.optional(),
  finished: z.array(
    z.object({ id: z.number(), from: target, to: target, began: time, ended: time, took, catchUp: z.number() }),
  ),
  after: z.array(z.string()),
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
