import { issueFindings } from "../../spec/issue-findings";
import { BadInput } from "../../spec/mistake";
import { openSource } from "../../spec/source";
import { type Playbook, playbookSchema } from "./playbook";

/**
 * Read a playbook from its text.
 *
 * @throws BadInput with every mistake: unknown steps, gates and keys, wrong units, an empty order
 */
export function parsePlaybook(file: string, text: string): Playbook {
  const source = openSource(file, text);
  if (source.mistakes.length > 0) throw new BadInput(source.mistakes);
  const read = playbookSchema.safeParse(source.value);
  if (!read.success)
    throw new BadInput(
      issueFindings(playbookSchema, read.error.issues, source).map((finding) => source.mistake(finding)),
    );
  return read.data;
}
