import { millisecondsOf } from "../../spec/duration";
import { type Finding, type Path, valueAt } from "../../spec/source";
import { durationForm } from "./duration";
import { groups } from "./playbook";
import { stepFindings } from "./step-findings";
import { stepNameIn } from "./step-use";

const listAt = (written: unknown, path: Path): readonly unknown[] => {
  const found = valueAt(written, path);
  return Array.isArray(found) ? found : [];
};

/**
 * What contradicts itself in a playbook beyond its form. It looks only at what has the right form, so that it can be
 * told together with what has not.
 *
 * @param written the file's values as they stand there
 */
export const playbookFindings = (written: unknown): Finding[] => [
  ...groupsTwice(listAt(written, ["order"])),
  ...stepFindings(listAt(written, ["node", "steps"]).map(stepNameIn)),
  ...shorter(written, "within", "stalled"),
  ...shorter(written, "stalled", "every"),
];

const groupsTwice = (order: readonly unknown[]): Finding[] =>
  order.flatMap((name, i) => {
    const known = groups.find((group) => group === name);
    if (known === undefined || order.indexOf(name) === i) return [];
    return [{ path: ["order", i], what: `${known} twice`, expected: "each group once", got: known }];
  });

/** A time of `until` that is over before another can be. */
function shorter(written: unknown, short: string, long: string): Finding[] {
  const path = ["node", "until", short];
  const got = valueAt(written, path);
  const least = valueAt(written, ["node", "until", long]);
  if (!isDuration(got) || !isDuration(least) || millisecondsOf(got) >= millisecondsOf(least)) return [];
  return [{ path, what: `shorter than ${long}`, expected: `at least ${least}`, got }];
}

const isDuration = (text: unknown): text is string => typeof text === "string" && durationForm.test(text);
