import { issueFindings } from "../../spec/issue-findings";
import { BadInput, byPlace } from "../../spec/mistake";
import { openSource } from "../../spec/source";
import { saidBy } from "./own-words";
import { type Playbook, playbookSchema } from "./playbook";
import { playbookFindings } from "./playbook-findings";

/**
 * Read a playbook from its text.
 *
 * @throws BadInput with every mistake: unknown steps, gates and keys, wrong units, an order that is empty or cannot work
 */
export function parsePlaybook(file: string, text: string): Playbook {
  const source = openSource(file, text);
  if (source.mistakes.length > 0) throw new BadInput(source.mistakes);
  const read = playbookSchema.safeParse(source.value);
  const issues = read.error?.issues ?? [];
  const own = issues.flatMap((issue) => saidBy(issue) ?? []);
  const rest = issues.filter((issue) => saidBy(issue) === undefined);
  const findings = [...own, ...issueFindings(playbookSchema, rest, source), ...playbookFindings(source.value)];
  const mistakes = findings.map((finding) => source.mistake(finding)).sort(byPlace);
  if (read.data === undefined || mistakes.length > 0) throw new BadInput(mistakes);
  return read.data;
}
