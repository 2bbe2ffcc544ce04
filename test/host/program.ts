import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostProgram } from "../../cli/run/host/host-program";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Run a program with bash as a host would, with nothing of this process's environment but PATH. */
export function bash(program: string, args: readonly string[] = [], stdin = ""): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), "dataops-host-"));
  const file = join(folder, "program");
  writeFileSync(file, program);
  return new Promise<Ended>((resolve, reject) => {
    const child = spawn("bash", [file, ...args], { env: { PATH: process.env.PATH, FOLDER: folder } });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => {
      rmSync(folder, { recursive: true, force: true });
      resolve({ code, stdout, stderr });
    });
    // a program that ends without reading is no error of ours
    child.stdin.on("error", () => undefined).end(stdin);
  });
}

/** Folders of a host that the program keeps things in. */
const places = ["etc", "opt", "disk", "logs", "var"];

/**
 * The host program with its last lines replaced: its functions, and a script that calls them. `$FOLDER` is scratch, and
 * the host's folders lie in it.
 */
export function withFunctions(script: string): string {
  const { text } = hostProgram();
  const end = 'main "$@"\nexit\n';
  if (!text.endsWith(end)) throw new Error("the host program does not end as expected");
  const moved = places.reduce(
    (before, place) => {
      const after = before.replace(new RegExp(`^readonly ${place}=/\\S+$`, "m"), `readonly ${place}=$FOLDER/${place}`);
      if (after === before) throw new Error(`the host program does not say where ${place} is`);
      return after;
    },
    text.slice(0, -end.length),
  );
  return `${moved}verb=try\nexec 3>&1 1>&2\n${script}\n`;
}
