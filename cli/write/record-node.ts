import { accessSync, constants, readFileSync } from "node:fs";
import { editText } from "../../spec";
import { type Target, targetKeys } from "../facts/target";
import { replaceFile } from "./replace-file";

/**
 * Write what a node is into its cluster file: the changed values and no other byte, the file replaced whole.
 *
 * @throws BadInput when the file says something else than `from` by now
 */
export async function recordNode(file: string, node: number, from: Target, to: Target): Promise<void> {
  const edits = targetKeys
    .filter((key) => from[key] !== to[key])
    .map((key) => ({ path: ["recorded", String(node), key], from: from[key], to: to[key] }));
  if (edits.length === 0) return;
  accessSync(file, constants.W_OK);
  await replaceFile(file, editText(readFileSync(file, "utf8"), edits, file));
}
