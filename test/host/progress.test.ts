import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bash, withFunctions } from "./program";

/** Lines that Kafka wrote from its start on, as lab hosts of either release had them; of six partitions. */
const recorded = (name: string): string => readFileSync(join(__dirname, "cases", "recovery", `${name}.log`), "utf8");

/** The same log as it grows, one more line each time: what `recovery` answers. */
const asItGrows = async (text: string): Promise<string[]> => {
  const script = `
mkdir "$logs"; : >"$logs/.began"; touch -d '1 minute ago' "$logs/.began"
recovery 0 0; echo "$REPLY" >&3
while IFS= read -r line; do
  printf '%s\n' "$line" >>"$logs/server.log"
  recovery 0 0; echo "$REPLY" >&3
done`;
  const { code, stdout, stderr } = await bash(withFunctions(script), [], text);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout.split("\n").slice(0, -1);
};

describe.each(["3.9.1", "4.1.1"])("%s", (version) => {
  it("tells after an unclean stop how many logs are left, and the number only falls", async () => {
    const answers = await asItGrows(recorded(`${version}-unclean`));
    const left = answers.filter(Boolean).map(Number);
    expect([...new Set(left)]).toEqual([6, 5, 4, 3, 2, 1, 0]);
    expect(left).toEqual([...left].sort((a, b) => b - a));
    expect([answers[0], answers.at(-1)]).toEqual(["", ""]);
  });

  it("tells of none after a clean stop", async () => {
    expect(new Set(await asItGrows(recorded(`${version}-clean`)))).toEqual(new Set([""]));
  });
});

describe("recovery", () => {
  const text = recorded("3.9.1-unclean");
  const upTo = (part: string): string => text.slice(0, text.indexOf(part));

  /** Ask once, with files as they are given: name, whether written since the start, content. */
  const ask = async (files: readonly (readonly [string, boolean, string])[], began: string): Promise<string> => {
    const made = files.map(
      ([name, since, content]) =>
        `base64 --decode <<<'${Buffer.from(content).toString("base64")}' >"$logs/${name}"; ${since ? "" : `touch -d '1 hour ago' "$logs/${name}"`}`,
    );
    const script = `mkdir "$logs"; : >"$logs/.began"; touch -d '1 minute ago' "$logs/.began"
${made.join("\n")}
read -r inode bytes < <(stat --format='%i %s' "$logs/server.log")
recovery ${began}; echo "$REPLY" >&3`;
    return (await bash(withFunctions(script))).stdout.trim();
  };

  it("looks at nothing that another process wrote", async () => {
    expect(await ask([["server.log", true, upTo("(3/6")]], '"$inode" "$bytes"')).toBe("");
    expect(
      await ask(
        [
          ["server.log.1", false, upTo("(3/6")],
          ["server.log", true, "x\n"],
        ],
        "0 0",
      ),
    ).toBe("");
  });

  it("looks on where the log was rotated", async () => {
    const [first, then] = [upTo("(3/6"), text.slice(text.indexOf("(3/6"), text.indexOf("(5/6"))];
    const start = then.slice(then.indexOf("\n") + 1);
    expect(
      await ask(
        [
          ["server.log.1", true, first],
          ["server.log", true, start],
        ],
        "0 0",
      ),
    ).toBe("2");
    expect(
      await ask(
        [
          ["server.log.1", true, first],
          ["server.log", true, ""],
        ],
        "0 0",
      ),
    ).toBe("4");
  });

  it("takes nothing for a count that only holds such words", async () => {
    const said = "[2026-11-22 06:43:21,516] INFO [Group] member Recovering 40 logs from x since (y)\n";
    expect(await ask([["server.log", true, said]], "0 0")).toBe("");
  });
});

describe("report_broker", () => {
  const boot = "6f1c0000-0000-4000-8000-000000000000";
  const broker = async (script: string): Promise<unknown> => {
    const set = `mkdir "$logs" "$etc"; every_port_open() { [[ $1 == "$open" ]]; }; open=$'127.0.0.1 9092\\n127.0.0.1 9093\\n'`;
    const asked = `${set}\n${script}\nreport_broker "$pid" ${boot}; echo "$REPLY" >&3`;
    return JSON.parse((await bash(withFunctions(asked))).stdout);
  };
  const noted = (listeners: string, at = boot): string => `echo "${at} $$ 0 0 ${listeners}" >"$logs/.began"`;
  const recovering = `printf '%s\\n' '[x] INFO Recovering 6 logs from /d since' >"$logs/server.log"; touch -d '1 minute ago' "$logs/.began"`;
  const written = 'echo listeners=A://:9092,B://:9093 >"$etc/server.properties"';

  it.each([
    ["no process", "pid=0", "stopped", null],
    ["a process that is gone", "pid=999999999", "stopped", null],
    ["all its ports", `pid=$$; ${noted("A://:9092,B://:9093")}`, "serving", null],
    ["not all", `pid=$$; open=''; ${noted("A://:9092,B://:9093")}`, "starting", null],
    [
      "its own ports, whatever is written by now",
      `pid=$$; echo listeners=A://:1 >"$etc/server.properties"; ${noted("A://:9092,B://:9093")}`,
      "serving",
      null,
    ],
    ["recovering", `pid=$$; ${noted("A://:1")}; ${recovering}`, "recovering", 6],
    ["noted at another boot", `pid=$$; ${noted("A://:1", "0")}; ${recovering}`, "starting", null],
    ["noted by none", `pid=$$; ${written}`, "serving", null],
    ["ports that cannot be read", `pid=$$; ${noted("A://name:9092")}`, "starting", null],
  ])("%s", async (_, script, state, remainingLogs) => {
    expect(await broker(script)).toEqual({ state, remainingLogs });
  });
});
