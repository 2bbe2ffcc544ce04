import type { z } from "zod";
import { pathOf } from "../../spec/issue-findings";
import type { Finding } from "../../spec/source";

/** An issue for zod that carries what the finding says, where zod has no word for it. */
export const saying = ({ path, expected, ...words }: Finding) => ({
  code: "custom" as const,
  path: [...path],
  message: expected ?? words.what,
  params: { words },
});

/** What an issue made by {@link saying} says; undefined for any other. */
export function saidBy(issue: z.core.$ZodIssue): Finding | undefined {
  if (issue.code !== "custom" || issue.params?.["words"] === undefined) return undefined;
  const words = issue.params["words"] as Omit<Finding, "path" | "expected">;
  return {
    path: pathOf(issue),
    expected: issue.message,
    ...words,
  };
}
