import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";

/** SHA-256 of a file, in hex. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** SHA-256 of every jar in a folder, by file name, sorted. */
export async function sha256OfJars(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".jar")).sort();
  const jars: Record<string, string> = {};
  for (const name of names) jars[name] = await sha256Of(join(folder, name));
  return jars;
}

const dependency = (coordinate: string): string => {
  const [group, artifact, version] = coordinate.split(":");
  return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
};

/**
 * Have Maven copy jars and what they need at run time into `<folder>/libs`. Maven's own settings say from where.
 *
 * @throws Error with Maven's last lines, or when there is no Maven.
 */
export async function copyJars(coordinates: readonly string[], folder: string): Promise<string> {
  const libs = join(folder, "libs");
  const project = [
    '<project xmlns="http://maven.apache.org/POM/4.0.0">',
    "<modelVersion>4.0.0</modelVersion><groupId>dataops</groupId><artifactId>artefact</artifactId><version>1</version>",
    `<dependencies>${coordinates.map(dependency).join("")}</dependencies></project>`,
  ];
  await writeFile(join(folder, "pom.xml"), project.join("\n"));
  const goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", `-DoutputDirectory=${libs}`];
  try {
    await promisify(execFile)("mvn", ["--batch-mode", "--quiet", ...goal], { cwd: folder, maxBuffer: 2 ** 24 });
  } catch (error) {
    const { code, stdout = "" } = error as { code?: unknown; stdout?: string };
    if (code === "ENOENT") throw new Error("mvn: not found; expected Maven in PATH, e.g. apt-get install maven");
    const said = stdout.trim().split("\n").slice(0, 5).join("\n");
    throw new Error(`mvn: could not copy ${coordinates.join(" ")}\n${said}`, { cause: error });
  }
  return libs;
}
