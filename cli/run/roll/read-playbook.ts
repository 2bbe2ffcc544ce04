import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BadInput } from "../../../spec/mistake";
import { packageRoot } from "../../../spec/package-root";
import type { Journal } from "../../decide/journal";
import { parsePlaybook } from "../../decide/parse-playbook";
import type { Playbook } from "../../decide/playbook";
import { Failure } from "../failure";

/** The playbook of a roll that names none. */
export const usualPlaybook = "kafka-roll";

const nameForm = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

/**
 * The playbook of that name: of `playbooks/` where the operator stands, else the shipped one.
 *
 * @throws BadInput
 */
export function readPlaybook(name: string): Playbook {
  const bare = name.replace(/\.ya?ml$/, "");
  if (bare !== name || !nameForm.test(name))
    throw new BadInput(
      `playbook ${name || '""'}: not a name; expected ${nameForm.test(bare) ? `${bare}, without .yaml` : `NAME of playbooks/NAME.yaml, e.g. ${usualPlaybook}`}; got ${name || "an empty text"}`,
    );
  const candidates = [join("playbooks", `${name}.yaml`), join(packageRoot(), "playbooks", `${name}.yaml`)];
  const file = candidates.find((path) => existsSync(path));
  if (file === undefined) throw new BadInput(`playbook ${name}: not found; expected ${candidates.join(" or ")}`);
  return parsePlaybook(file, readFileSync(file, "utf8"));
}

/**
 * The playbook that a roll was begun with.
 *
 * @throws Failure (3) where it is not here, or cannot be used
 */
export function playbookOf({ kind, id, playbook }: Pick<Journal, "kind" | "id" | "playbook">): Playbook {
  try {
    return readPlaybook(playbook);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    throw new Failure(`${kind} ${id} goes by ${error.message}`, 3);
  }
}
