import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BadInput } from "../../../spec/mistake";
import { packageRoot } from "../../../spec/package-root";
import { parsePlaybook } from "../../decide/parse-playbook";
import type { Playbook } from "../../decide/playbook";

/**
 * The playbook of that name: of `playbooks/` where the operator stands, else the shipped one.
 *
 * @throws BadInput
 */
export function readPlaybook(name: string): Playbook {
  const candidates = [join("playbooks", `${name}.yaml`), join(packageRoot(), "playbooks", `${name}.yaml`)];
  const file = candidates.find((path) => existsSync(path));
  if (file === undefined) throw new BadInput(`playbook ${name}: not found; expected ${candidates.join(" or ")}`);
  return parsePlaybook(file, readFileSync(file, "utf8"));
}
