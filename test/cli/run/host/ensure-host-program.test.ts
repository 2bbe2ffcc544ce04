import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readlinkSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureHostProgram } from "../../../../cli/run/host/ensure-host-program";
import type { SshTransport } from "../../../../cli/run/ssh/ssh-transport";
import { connectTo, type Sshd, sshdPath, startSshd } from "../ssh/sshd";

const program = (text: string) => ({ text, sha256: createHash("sha256").update(text).digest("hex") });

describe.skipIf(sshdPath === undefined && !process.env["CI"])("the host program, over a real sshd", () => {
  let sshd: Sshd;
  let transport: SshTransport;
  beforeAll(async () => {
    sshd = await startSshd();
    transport = await connectTo(sshd);
  }, 60_000);
  afterAll(async () => {
    await transport.close();
    await sshd.stop();
  });

  it("is put there once, whole, and replaced by another", async () => {
    const root = mkdtempSync(join(tmpdir(), "dataops-program-"));
    const at = { folder: join(root, "lib"), link: join(root, "dataops-host") };
    const first = program(`#!/bin/bash\necho one "$@"\n# ${"ü".repeat(100_000)}\n`);
    expect(await ensureHostProgram(transport, first, at)).toBe(true);
    expect(await ensureHostProgram(transport, first, at)).toBe(false);
    expect((await transport.run([at.link, "report"])).stdout).toBe("one report\n");
    expect(readlinkSync(at.link)).toBe(join(at.folder, first.sha256));
    expect(statSync(at.link).mode & 0o777).toBe(0o755);

    const second = program("#!/bin/bash\necho two\n");
    expect(await ensureHostProgram(transport, second, at)).toBe(true);
    expect((await transport.run([at.link])).stdout).toBe("two\n");
    expect(readdirSync(at.folder).sort()).toEqual([first.sha256, second.sha256].sort());
  });

  it("is not put there when something else arrived", async () => {
    const root = mkdtempSync(join(tmpdir(), "dataops-program-"));
    const at = { folder: join(root, "lib"), link: join(root, "dataops-host") };
    const broken = { text: "echo broken\n", sha256: program("echo whole\n").sha256 };
    await expect(ensureHostProgram(transport, broken, at)).rejects.toThrow("what arrived has another checksum");
    expect(readdirSync(at.folder)).toEqual([]);
  });
});
