import type { z } from "zod";
import { type Finding, type Path, type Source, valueAt } from "./source";
import { unknownKey } from "./unknown-name";

/** What zod knows of a schema, as far as it is asked here. */
interface Definition {
  readonly shape?: Readonly<Record<string, { readonly def: Definition }>>;
  readonly catchall?: { readonly def: Definition };
  readonly valueType?: { readonly def: Definition };
  readonly innerType?: { readonly def: Definition };
}

const keysAt = (definition: Definition | undefined, path: Path): readonly string[] => {
  if (definition?.innerType !== undefined) return keysAt(definition.innerType.def, path);
  const [step, ...rest] = path;
  if (step === undefined) return Object.keys(definition?.shape ?? {});
  const next = definition?.shape?.[String(step)] ?? definition?.catchall ?? definition?.valueType;
  return keysAt(next?.def, rest);
};

const describe = (value: unknown, written: string): string => {
  if (value === null || value === undefined || written === "") return "nothing";
  if (Array.isArray(value)) return `the list ${written}`;
  if (typeof value === "object") return `the map ${written}`;
  return typeof value === "string" ? written : `the ${typeof value} ${written}`;
};

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);

/** Where an issue is. */
export const pathOf = ({ path }: Pick<z.core.$ZodIssue, "path">): Path =>
  path.map((step) => (typeof step === "number" ? step : String(step)));

/** A key of `recorded` that is neither the cluster's nor a node's. */
const strayRecord = ([top, key]: Path): boolean =>
  top === "recorded" && key !== "cluster" && !/^\d+$/.test(String(key));

/** What a schema found wrong, in our words, each once. */
export const issueFindings = (schema: z.ZodType, issues: readonly z.core.$ZodIssue[], source: Source): Finding[] => {
  const findings = issues.flatMap((issue): Finding[] => {
    const path = pathOf(issue);
    if (path.length > 1 && strayRecord(path))
      return [unknownKey(["recorded"], String(path[1]), ["cluster", "a node id"])];
    if (issue.code === "unrecognized_keys") {
      const known = keysAt(schema.def as Definition, path);
      return issue.keys.map((key) => unknownKey(path, key, known));
    }
    if (issue.code === "invalid_key") {
      return [
        {
          path,
          at: "key",
          what: "unusable key",
          expected: issue.issues[0]?.message ?? issue.message,
          got: String(path.at(-1)),
        },
      ];
    }
    const written = source.written(path);
    if (written === undefined && path.length > 0) return [{ path, what: "missing", expected: issue.message }];
    const got = describe(valueAt(source.value, path), written ?? "");
    return [
      {
        path,
        what: issue.code === "invalid_type" ? "wrong type" : "not valid",
        expected: issue.message,
        got: short(got),
      },
    ];
  });
  return [...new Map(findings.map((finding) => [JSON.stringify([finding.path, finding.what]), finding])).values()];
};
