import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
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

describe("honour_lease", () => {
  it("refuses a token older than the newest it has seen", async () => {
    const script = (token: string) => `first_line() { REPLY=7; }; mkdir() { :; }; honour_lease ${token}`;
    expect(await bash(withFunctions(script("6")))).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('"refused":"lease 6 is older'),
    });
    expect(await bash(withFunctions(script("7")))).toMatchObject({ code: 0, stdout: "" });
    expect(await bash(withFunctions(script("'$(id)'")))).toMatchObject({ code: 64 });
  });
});
