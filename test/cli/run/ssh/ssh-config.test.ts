import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sshSettings } from "../../../../cli/run/ssh/ssh-config";
import { readSshConfig } from "../../../../cli/run/ssh/ssh-config-file";

interface Case {
  readonly says: string;
  readonly config: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** By host, what is expected of its settings. */
  readonly hosts: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const folder = join(__dirname, "cases", "ssh-config");

describe("ssh settings", () => {
  it.each(readdirSync(folder))("%s", (file) => {
    const { says, config, env = {}, hosts } = JSON.parse(readFileSync(join(folder, file), "utf8")) as Case;
    for (const [host, expected] of Object.entries(hosts)) {
      const found = sshSettings(config.join("\n"), host, { home: "/home/ann", user: "ann", env });
      const asked = Object.fromEntries(
        Object.keys(expected).map((key) => [key, found[key as keyof typeof found] ?? null]),
      );
      expect(asked, `${says}: ${host}`).toEqual(expected);
    }
  });

  it("names the host whose port is none", () => {
    const around = { home: "/home/ann", user: "ann", env: {} };
    expect(() => sshSettings("Host a\n  Port ssh\n", "a", around)).toThrow(
      "ssh config for a: Port; expected a number from 1 to 65535; got ssh",
    );
  });
});

describe("ssh config files", () => {
  const home = mkdtempSync(join(tmpdir(), "dataops-ssh-"));
  mkdirSync(join(home, ".ssh", "conf.d"), { recursive: true });
  const around = { home, user: "ann", env: {} };

  it("takes in what is included, and gives the section back after it", () => {
    writeFileSync(join(home, ".ssh", "conf.d", "10.conf"), "Host a\n  User one\n");
    writeFileSync(join(home, ".ssh", "conf.d", "20.conf"), "Host b\n  User two\n");
    writeFileSync(
      join(home, ".ssh", "config"),
      "Include conf.d/*.conf none.conf\nPort 2222\nHost c\n  Include conf.d/c\n  Port 1\n",
    );
    writeFileSync(join(home, ".ssh", "conf.d", "c"), "User three\n");
    const text = readSshConfig(home);
    const of = (host: string) => sshSettings(text, host, around);
    expect([of("a").user, of("b").user, of("c").user]).toEqual(["one", "two", "three"]);
    expect([of("a").port, of("z").port]).toEqual([2222, 2222]);
  });

  it("ends an Include that includes itself", () => {
    writeFileSync(join(home, ".ssh", "config"), "Include config\n");
    expect(() => readSshConfig(home)).toThrow(/config: Include; expected at most 16 deep; got more/);
  });

  it("says nothing where there is no file", () => {
    expect(sshSettings(readSshConfig(join(home, "nowhere")), "a", around)).toMatchObject({
      hostName: "a",
      proxyJump: undefined,
    });
  });
});
