import { isAbsolute } from "node:path";
import { z } from "zod";
import { millisecondsOf } from "../../spec/duration";
import { unknownName } from "../../spec/unknown-name";
import { gateNames } from "../gates";
import { durationForm } from "./duration";
import { saying } from "./own-words";

/** Words of an error that take up a number that was written bare: `500` is met with `500ms`. */
const withUnit =
  (expected: string, example: string) =>
  ({ input }: { readonly input?: unknown }): string =>
    `${expected} such as ${/^[1-9]\d*$/.test(String(input)) ? example.replace(/^\d+/, String(input)) : example}`;

/**
 * A duration, read as milliseconds.
 *
 * @param example for messages; its unit is the usual one here
 */
export function duration(example: string) {
  const error = withUnit("a duration in ms, s, m or h", example);
  return z.string({ error }).regex(durationForm, { error }).transform(millisecondsOf);
}

/** `6 reads`, read as a number. */
export function reads() {
  const error = withUnit("a number of reads", "6 reads");
  return z
    .string({ error })
    .regex(/^[1-9]\d* reads$/, { error })
    .transform((text) => Number.parseInt(text, 10));
}

/**
 * One of the names that there are.
 *
 * @param what what it is a name of, e.g. `gate`
 */
export const nameOf = <Name extends string>(what: string, known: readonly Name[]) =>
  z.string({ error: `the name of a ${what}: one of ${known.join(", ")}` }).transform((text, context): Name => {
    const found = known.find((name) => name === text);
    if (found === undefined) context.addIssue(saying(unknownName([], what, text, known)));
    return found ?? z.NEVER;
  });

/** Names of gates. */
export const gateList = () =>
  z.array(nameOf("gate", gateNames), { error: "a list of gates such as [no-reassignment]" });

/** A program and its arguments; there is no shell. */
export function argv() {
  const error = "a list that begins with a program's whole path, e.g. [/usr/local/bin/drain, now]";
  return z
    .array(z.string({ error: "text, in quotes where it is a number, true or false" }), { error })
    .min(1, { error })
    .refine(([program]) => program === undefined || isAbsolute(program), {
      error: "the program's whole path, e.g. /usr/local/bin/drain",
      path: [0],
    });
}
