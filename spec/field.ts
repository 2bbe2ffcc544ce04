import { z } from "zod";

/** Text of one form. `expected` is what an error says, in words. */
export const textLike = (expected: string, pattern: RegExp) =>
  z.string({ error: expected }).regex(pattern, { error: expected });

/** A whole number between two others, both included. */
export const wholeNumber = (expected: string, least: number, most: number) =>
  z.int({ error: expected }).min(least, { error: expected }).max(most, { error: expected });

/** `true` or `false`. */
export const flag = () => z.boolean({ error: "true or false" });

/** A map with exactly these keys. */
export const keyed = <Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
  expected = `a map of ${Object.keys(shape).join(", ")}`,
) => z.strictObject(shape, { error: expected });

/** A map whose keys are names of the user's own. */
export const named = <Value extends z.core.SomeType>(key: z.ZodString, value: Value, expected: string) =>
  z.record(key, value, { error: expected });
