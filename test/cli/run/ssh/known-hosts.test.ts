import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  fingerprint,
  judgeHostKey,
  knownKeyTypes,
  parseKnownHosts,
  typeOfKey,
} from "../../../../cli/run/ssh/known-hosts";
import { keygen } from "./sshd";

interface Case {
  readonly says: string;
  /** `KEY-A` and so on stand for keys. */
  readonly knownHosts: readonly string[];
  readonly asks: readonly {
    readonly host: string;
    readonly port: number;
    readonly key: string;
    readonly verdict: string;
    readonly line?: number;
    readonly types?: readonly string[];
  }[];
}

const folder = join(__dirname, "cases", "known-hosts");
/** A key in wire form: its type, then anything. */
const keyNamed = (name: string): Buffer => {
  const type = name.startsWith("RSA") ? "ssh-rsa" : name.startsWith("EC") ? "ecdsa-sha2-nistp256" : "ssh-ed25519";
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, Buffer.from(type), Buffer.from(name)]);
};
const filled = (line: string): string =>
  line.replace(
    /\{([\w-]+)\}/g,
    (_, name: string) => `${typeOfKey(keyNamed(name))} ${keyNamed(name).toString("base64")}`,
  );

describe("known hosts", () => {
  it.each(readdirSync(folder))("%s", (file) => {
    const { says, knownHosts, asks } = JSON.parse(readFileSync(join(folder, file), "utf8")) as Case;
    const known = parseKnownHosts(knownHosts.map(filled).join("\n"), "known_hosts");
    for (const ask of asks) {
      const found = judgeHostKey(known, ask.host, ask.port, keyNamed(ask.key));
      const line = "line" in found ? found.line?.line : undefined;
      expect({ verdict: found.verdict, line }, `${says}: ${ask.host}:${ask.port}`).toEqual({
        verdict: ask.verdict,
        line: ask.line,
      });
      if (ask.types !== undefined) expect(knownKeyTypes(known, ask.host, ask.port)).toEqual(ask.types);
    }
  });

  it("finds what ssh-keygen -H has hashed, and nothing else", () => {
    const home = mkdtempSync(join(tmpdir(), "dataops-hashed-"));
    const file = join(home, "known_hosts");
    const key = readFileSync(`${keygen(join(home, "key"))}.pub`, "utf8").split(" ");
    const blob = Buffer.from(key[1] ?? "", "base64");
    execFileSync("sh", [
      "-c",
      `printf '%s\\n' "10.77.1.11 $1 $2" "[10.77.1.12]:2222 $1 $2" > "$3"`,
      "sh",
      key[0] ?? "",
      key[1] ?? "",
      file,
    ]);
    execFileSync("ssh-keygen", ["-q", "-H", "-f", file], { stdio: "ignore" });
    const known = parseKnownHosts(readFileSync(file, "utf8"), file);
    expect(judgeHostKey(known, "10.77.1.11", 22, blob).verdict).toBe("known");
    expect(judgeHostKey(known, "10.77.1.12", 2222, blob).verdict).toBe("known");
    expect(judgeHostKey(known, "10.77.1.12", 22, blob).verdict).toBe("unknown");
    expect(judgeHostKey(known, "10.77.1.13", 22, blob).verdict).toBe("unknown");
    expect(execFileSync("ssh-keygen", ["-lf", join(home, "key.pub")]).toString()).toContain(` ${fingerprint(blob)} `);
  });
});
