import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lockedArtefact } from "../../../../cli/run/artefact/artefact-lock";
import { syncArtefacts } from "../../../../cli/run/artefact/artefact-sync";
import { Bucket } from "../../../../cli/run/aws/bucket";
import { hostProgram } from "../../../../cli/run/host/host-program";
import { motoServer, startMoto } from "../aws/start-moto";

describe.skipIf(motoServer === undefined && !process.env["CI"])("syncArtefacts, to a real emulator", () => {
  let moto: Awaited<ReturnType<typeof startMoto>>;
  beforeAll(async () => {
    moto = await startMoto();
  }, 40_000);
  afterAll(() => moto.stop());

  it("puts what nodes fetch, once, and mends what was changed", { timeout: 120_000 }, async () => {
    const { place } = moto;
    const { sha256 } = hostProgram();
    const tar = "artefacts/kafka/4.1.1.tar";
    const program = [`host/${sha256}`, "host/current"];
    expect(await syncArtefacts(place, ["4.1.1", "4.1.1"])).toEqual({
      put: [tar, `${tar}.sha256`, ...program],
      present: [],
      program: sha256,
    });
    expect(await syncArtefacts(place, ["4.1.1"])).toEqual({ put: [], present: [tar, ...program], program: sha256 });

    const bucket = new Bucket(place);
    const body = (await bucket.get(tar))?.body ?? "";
    expect(createHash("sha256").update(body).digest("hex")).toBe(lockedArtefact("4.1.1").sha256);
    expect((await bucket.get("host/current"))?.body.toString()).toBe(`${sha256}\n`);

    await bucket.put(`host/${sha256}`, "changed");
    await bucket.put("host/current", "changed");
    expect((await syncArtefacts(place, [])).put).toEqual(program);
    expect((await bucket.get(`host/${sha256}`))?.body.toString()).toBe(hostProgram().text);
    bucket.close();
  });

  it("puts nothing when one of the versions is unknown", async () => {
    await expect(syncArtefacts({ ...moto.place, bucket: "no-bucket" }, ["4.1.1", "1.0.0"])).rejects.toThrow(
      /unknown version/,
    );
  });
});
