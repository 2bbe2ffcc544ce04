import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const read = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;

const at = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;

/** Whether everything that is asked for is there; Terraform keeps a null for every setting that nobody made. */
const holds = (there: unknown, asked: unknown): boolean =>
  typeof asked === "object" && asked !== null
    ? Object.entries(asked).every(([key, value]) => holds(at(there, key), value))
    : there === asked;

/**
 * Lets a working folder that was initialized for another state (the same stack in another place, e.g. a rehearsal)
 * begin anew. Terraform would else offer to migrate the one state onto the other. Only the pointer goes, no state.
 *
 * @param folder where the stack was synthesized
 */
export const forgetOtherState = (folder: string): void => {
  const pointer = join(folder, ".terraform", "terraform.tfstate");
  if (!existsSync(pointer)) return;
  const asked = at(read(join(folder, "cdk.tf.json"))["terraform"], "backend");
  const there = read(pointer)["backend"];
  const type = String(at(there, "type"));
  if (!holds({ [type]: at(there, "config") }, asked)) rmSync(pointer);
};
