import { execFileSync, spawnSync } from "node:child_process";
import { noBrokers } from "../cli/run/kafka/a-broker";

/** Why nobody can ask the jars here, or undefined. */
export const noJars = noBrokers ?? (spawnSync("jshell", ["--version"]).error === undefined ? undefined : "no jshell");
if (noJars !== undefined && process.env.CI !== undefined) throw new Error(`${noJars}; expected it with CI set`);

/** Lines that lines of Java print, with the jars of a folder beside them. */
export const jshell = (libs: string, lines: readonly string[]): string[] =>
  execFileSync("jshell", ["--class-path", `${libs}/*`, "-s", "-"], {
    input: `${lines.join("\n")}\n/exit\n`,
    encoding: "utf8",
    stdio: ["pipe", "pipe", "ignore"],
  })
    .split("\n")
    .filter((line) => line !== "");
