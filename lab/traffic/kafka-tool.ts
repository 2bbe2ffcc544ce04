import { type ChildProcessByStdio, spawn } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { runCommand } from "../run-command";

/** A JVM tool of Kafka, its output line by line. */
export type Tool = ChildProcessByStdio<null, Readable, Readable>;

/** Unpack an artefact once beside itself and answer with the folder of its jars. */
export async function unpackArtefact(tar: string): Promise<string> {
  const folder = tar.replace(/\.tar$/, "");
  if (existsSync(join(folder, "libs"))) return join(folder, "libs");
  const half = `${folder}.${process.pid}`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  await runCommand(["tar", "-xf", tar, "-C", half]);
  renameSync(half, folder);
  return join(folder, "libs");
}

/** Start one of Kafka's own tools with a small heap. It is ended by its process id, or when its input is spent. */
export function startTool(libs: string, mainClass: string, args: readonly string[]): Tool {
  const quiet = join(libs, "..", "quiet-log4j.properties");
  if (!existsSync(quiet))
    writeFileSync(
      quiet,
      "log4j.rootLogger=ERROR, stderr\nlog4j.appender.stderr=org.apache.log4j.ConsoleAppender\nlog4j.appender.stderr.Target=System.err\nlog4j.appender.stderr.layout=org.apache.log4j.PatternLayout\n",
    );
  const java = [
    "-Xms64m",
    "-Xmx192m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    `-Dlog4j.configuration=file:${quiet}`,
  ];
  return spawn("java", [...java, "-cp", `${libs}/*`, mainClass, ...args], { stdio: ["ignore", "pipe", "pipe"] });
}
