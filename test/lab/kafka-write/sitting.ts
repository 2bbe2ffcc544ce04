import { name } from "../deployed";
import { Operator, type OperatorOptions } from "../operator";
import { workingFolder } from "./working-folder";

/** Neither the proof at the end nor Terraform's question at the beginning: both are tested elsewhere, and cost seconds. */
const quick = ["--yes", "--no-verify", "--override", "no-pending-changes=tested elsewhere"] as const;

/** Begin a roll or a rollback with short waits, as an operator would. */
export const begin = (verb: "roll" | "rollback", options: OperatorOptions, ...more: string[]): Operator =>
  new Operator([verb, name, ...quick, ...(more.includes("--report") ? [] : ["--no-report"]), ...more], {
    cwd: workingFolder(),
    ...options,
  });

/** Roll nodes to what the file's top says. */
export const roll = (nodes: string, options: OperatorOptions = {}, ...more: string[]): Operator =>
  begin("roll", options, "--only", nodes, ...more);

/** Restart nodes. */
export const restart = (nodes: string, options: OperatorOptions = {}, ...more: string[]): Operator =>
  roll(nodes, options, "--restart", ...more);
