import { createHash } from "node:crypto";
import { type AddressInfo, createServer } from "node:net";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { configWord } from "../../spec/config-word";
import { bash, withFunctions } from "./program";

/** Every text through one shell: texts by NUL on stdin, answers by NUL on stdout. */
const each = async (texts: readonly string[], body: string): Promise<string[]> => {
  const script = `while IFS= read -r -d '' text; do ${body}; printf '%s\\0' "$REPLY" >&3; done`;
  const { code, stdout, stderr } = await bash(withFunctions(script), [], texts.map((text) => `${text}\0`).join(""));
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout.split("\0").slice(0, -1);
};

const texts = fc.sample(
  fc.string({ unit: "binary", maxLength: 30 }).map((text) => text.replaceAll("\0", "")),
  { numRuns: 300, seed: 1 },
);
const odd = [
  "",
  '"',
  "\\",
  '\\"',
  "a\nb",
  "\t",
  "\r\n",
  "\u0001\u001f\u007f",
  "é",
  "${x}",
  "$(id)",
  "`id`",
  "*",
  "-n",
  "-e \\x41",
  "'",
];

describe("json", () => {
  it("spells any text so that JSON reads it back", async () => {
    const answers = await each([...odd, ...texts], 'json "$text"');
    // a lone surrogate has no UTF-8, so it does not reach the shell as what it was
    expect(answers.map((answer) => JSON.parse(answer) as string)).toEqual(
      [...odd, ...texts].map((text) => Buffer.from(text).toString()),
    );
  });
});

describe("word_of", () => {
  it("agrees with the word that the cluster file records", async () => {
    const hashes = texts.map((text) => createHash("sha256").update(text).digest("hex"));
    expect(await each(hashes, 'word_of "$text"')).toEqual(texts.map(configWord));
  });
});

describe("render", () => {
  const render = async (text: string) => {
    const script = `identity=([node]=11 [address]=10.77.1.21 [zone]=euw1-az1); cat >"$FOLDER/config"; render "$FOLDER/config"; printf '%s' "$REPLY" >&3`;
    return (await bash(withFunctions(script), [], text)).stdout;
  };

  it("fills in what is the node's own and drops what is the host's", async () => {
    const text =
      "# c\ndataops.heap=1\nbroker.rack=${node.zone}\nlisteners=A://${node.address}:1,B://${node.address}:2\nnode.id=${node.id}\n";
    expect(await render(text)).toBe(
      "# c\nbroker.rack=euw1-az1\nlisteners=A://10.77.1.21:1,B://10.77.1.21:2\nnode.id=11\n",
    );
  });

  it("runs nothing and expands nothing else", async () => {
    const text = "a=$(touch x) `id` ${HOME} ${env:X} * \\n & \"q\" 'q'\nb= lead\n";
    expect(await render(text)).toBe(text);
  });
});

describe("setting", () => {
  it("answers a value whole, and nothing for a key that only looks like it", async () => {
    const script = `cat >"$FOLDER/config"; for key in a.b c axb; do setting "$key" "$FOLDER/config"; echo "[$REPLY]" >&3; done`;
    const { stdout } = await bash(withFunctions(script), [], "#a.b=0\na.b=1=2, 3 \nc=");
    expect(stdout).toBe("[1=2, 3 ]\n[]\n[]\n");
  });
});

describe("listeners", () => {
  it("answers every address and port", async () => {
    const { stdout } = await bash(
      withFunctions('setting() { REPLY="A://10.0.0.1:9092,B://:9093"; }; listeners; printf %s "$REPLY" >&3'),
    );
    expect(stdout).toBe("10.0.0.1 9092\n127.0.0.1 9093\n");
  });
});

describe("is_first_voter", () => {
  const voters = "1@a:9093:x,12@b:9093:y";
  it.each([
    ["1", "1", true],
    ["12", "1", true],
    ["2", "1", false],
    ["1", "2", false],
  ])("node %s on its disk %s: %s", async (node, generation, expected) => {
    const script = `identity=([node]=${node} [generation]=${generation}); is_first_voter '${voters}'`;
    expect(
      (await bash(withFunctions(`if ! { ${script}; }; then echo false >&3; else echo true >&3; fi`))).stdout.trim(),
    ).toBe(String(expected));
  });
});

describe("running", () => {
  it("takes what runs from the process's own command line, and the last word of it", async () => {
    const script = `
bash -c 'sleep 5; :' java -Ddataops.version=1 -Ddataops.config=kkkkkkkk -Ddataops.sha256=ab -Ddataops.version=2.0.0 &
until grep -q Ddataops.sha256 /proc/$!/cmdline; do sleep 0.05; done
running $!; echo "$running_version $running_word $running_sha256" >&3
kill $!
running ""; echo "[$running_version]" >&3
running 999999999; echo "[$running_version]" >&3`;
    expect((await bash(withFunctions(script))).stdout).toBe("2.0.0 kkkkkkkk ab\n[]\n[]\n");
  });
});

describe("every_port_open", () => {
  it.each([
    ["0.0.0.0", "127.0.0.1", true],
    ["::", "127.0.0.1", true],
    ["::ffff:127.0.0.1", "127.0.0.1", true],
    ["127.0.0.1", "127.0.0.2", false],
  ])("a socket on %s listens on %s: %s, and no longer once it is closed", async (at, asked, expected) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen({ port: 0, host: at }, resolve));
    const { port } = server.address() as AddressInfo;
    const script = `every_port_open '${asked} ${port}' && echo true >&3 || echo false >&3`;
    expect((await bash(withFunctions(script))).stdout.trim()).toBe(String(expected));
    await new Promise((resolve) => server.close(resolve));
    expect((await bash(withFunctions(script))).stdout.trim()).toBe("false");
  });
});

describe("honour_lease", () => {
  const script = (token: string, seen = "7") =>
    `mkdir "$var"; echo ${seen} >"$var/lease"; honour_lease ${token}; newest_lease; echo "$raised $REPLY" >&3`;

  it("refuses a token older than the newest it has seen, and says what to do where tokens began anew", async () => {
    const { code, stdout } = await bash(withFunctions(script("6")));
    expect(code).toBe(3);
    const { refused } = JSON.parse(stdout) as { refused: string };
    expect(refused).toContain("lease 6 is older than 7, the newest that this host has seen; expected 7 or above");
    expect(refused).toContain("lease object was deleted");
  });

  it.each([
    ["7", "false 7"],
    ["8", "true 8"],
    ["010", "true 10"],
  ])("honours %s", async (token, expected) => {
    expect(await bash(withFunctions(script(token)))).toMatchObject({ code: 0, stdout: `${expected}\n` });
  });

  it("takes no other text for a token", async () => {
    expect(await bash(withFunctions(script("'$(id)'")))).toMatchObject({ code: 64 });
    expect(await bash(withFunctions(script("8", "x")))).toMatchObject({ code: 1 });
  });

  it("knows none at first", async () => {
    expect((await bash(withFunctions('newest_lease; echo "$REPLY" >&3'))).stdout).toBe("0\n");
  });

  it("keeps the newest of many that come at once", async () => {
    const many = 'for n in {1..30}; do (honour_lease "$n" 3>/dev/null) & done; wait; newest_lease; echo "$REPLY" >&3';
    expect((await bash(withFunctions(many))).stdout).toBe("30\n");
  });
});

describe("refuse_another", () => {
  const boot = "6f1c0000-0000-4000-8000-000000000000";
  it.each([
    ["the same process", "active", 12, "12", "", 0],
    ["another process", "active", 13, "12", "", 3],
    ["none yet, between two of systemd's attempts", "activating", 0, "12", "", 3],
    ["already on its way down", "deactivating", 0, "12", "", 0],
    ["nobody asked", "active", 13, "", "", 0],
    ["another boot", "active", 12, "12", boot, 3],
  ])("%s", async (_, state, pid, asked, at, code) => {
    const script = `service_state=${state} service_pid=${pid}; refuse_another '${asked}' '${at}'`;
    expect((await bash(withFunctions(script))).code).toBe(code);
  });
});

describe("grow", () => {
  /** A disk that grows by one GiB at each look, from 2 GiB on, and its file system when it is told to. */
  const grow = (size: number, within: number) =>
    bash(
      withFunctions(`know() { identity=([volume]=vol-0a); }; is_mounted() { :; }; sleep() { :; }
gib=$((2 ** 30)) there=$((2 ** 30)) file_system_is=$((2 ** 31))
device_bytes() { there=$((there + gib)); REPLY=$there; }
file_system() { file_system_bytes=$file_system_is; }
resize2fs() { [[ $# == 1 ]] && file_system_is=$there; }
args=([size]=${size} [within]=${within}); verb_grow`),
    ).then(({ code, stdout }) => ({ code, ...(JSON.parse(stdout) as object) }));

  it("waits for the disk, and says from what to what", async () => {
    const gib = 2 ** 30;
    const sizes = { device: 5 * gib, size: 5 * gib, before: 2 * gib };
    expect(await grow(5 * gib, 60)).toMatchObject({ code: 0, changed: true, ...sizes });
    expect(await grow(2 * gib, 60)).toMatchObject({ code: 0, changed: false, size: 2 * gib });
  });

  it("takes no size but bytes", async () => {
    expect(await grow(-1, 60)).toMatchObject({ code: 64 });
    expect(await grow(1.5, 60)).toMatchObject({ code: 64 });
  });
});

describe("run_bounded", () => {
  const run = (within: number, ...argv: string[]) =>
    bash(
      withFunctions(
        'mercy=1; file=$FOLDER/out; run_bounded "$1" "$file" "${@:2}"; last_of "$file" 20; strings "$REPLY"; echo "{\\"code\\":$run_code,\\"lines\\":$REPLY}" >&3',
      ),
      [String(within), ...argv],
    ).then(({ stdout }) => JSON.parse(stdout) as { code: number; lines: string[] });

  it("hands every argument over as it is, and no shell reads it", async () => {
    const odd = ["", "a b", "$(id)", "`id`", "*", "--", "-n", "'", '"', "é"];
    const { code, lines } = await run(5, "/usr/bin/printf", "[%s]\\n", ...odd);
    expect({ code, lines }).toEqual({ code: 0, lines: odd.map((text) => `[${text}]`) });
  });

  it("keeps the last 20 lines of both outputs, each cut", async () => {
    const script = "for i in {1..30}; do echo $i; done; head --bytes=1000 /dev/zero | tr '\\0' x >&2; echo; exit 7";
    const { code, lines } = await run(5, "/bin/bash", "-c", script);
    expect(code).toBe(7);
    expect(lines).toHaveLength(20);
    expect([lines[0], lines.at(-1)]).toEqual(["12", "x".repeat(400)]);
  });

  it("reads nothing, and may rely on SIGPIPE", async () => {
    expect(await run(5, "/bin/cat")).toEqual({ code: 0, lines: [] });
    const piped = "set -o pipefail; yes | head --lines=1; echo ${PIPESTATUS[0]}";
    expect((await run(5, "/bin/bash", "-c", piped)).lines).toEqual(["y", "141"]);
  });

  it("ends the whole group in time, and what it leaves behind", async () => {
    const late = await run(1, "/bin/bash", "-c", "sleep 98765 & echo $!; wait");
    const left = await run(5, "/bin/bash", "-c", "sleep 98765 & echo $!");
    expect([late.code, left.code]).toEqual([124, 0]);
    for (const pid of [...late.lines, ...left.lines])
      await vi.waitFor(() => expect(() => process.kill(Number(pid), 0)).toThrow(), 5000);
  });

  it("kills what does not heed SIGTERM", async () => {
    const { code } = await run(1, "/bin/bash", "-c", "trap '' TERM; while :; do sleep 1; done");
    expect(code).toBe(137);
  });

  it("does not wait for one that got away with its output", async () => {
    const { code, lines } = await run(5, "/bin/bash", "-c", "setsid sleep 6 & sleep 0.2; echo done");
    expect({ code, lines }).toEqual({ code: 0, lines: ["its output is held open by a process that it left behind"] });
  });
});
