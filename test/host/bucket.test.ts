import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { packageRoot } from "../../spec/package-root";
import { bash, withFunctions } from "./program";
import { credentials, type SignedStore, signedStore } from "./signed-store";

let store: SignedStore;
beforeEach(async () => {
  store = await signedStore();
});
afterEach(() => store.close());

const { access, secret, session } = credentials;

/** The program's functions, with an instance role that needs no metadata service. */
const onHost = (script: string) =>
  bash(
    withFunctions(`
identity=([bucket]=a-bucket [region]=eu-west-1 [endpoint]=${store.endpoint})
role_credentials() { access='${access}' secret='${secret}' session='${session}'; }
sleep() { :; }
${script}`),
  );

describe("the host program's way to the bucket", () => {
  it("signs as S3 wants it", async () => {
    store.objects.set("/a-bucket/host/current", Buffer.from("text\n"));
    const ended = await onHost('get host/current "$FOLDER/got" && cat "$FOLDER/got" >&3');
    expect({ ...ended, seen: store.seen }).toMatchObject({
      code: 0,
      stdout: "text\n",
      seen: ["GET /a-bucket/host/current 200"],
    });
  });

  it("says 4 where there is nothing, and keeps no body of an error", async () => {
    const ended = await onHost('code=0; get host/none "$FOLDER/got" || code=$?; echo "$code $(ls "$FOLDER")" >&3');
    expect(ended.stdout).toBe("4 program\n");
  });

  it("goes on where an answer was cut off", async () => {
    const bytes = randomBytes(300_000);
    store.objects.set("/a-bucket/artefacts/kafka/1.0.0.tar", bytes);
    store.cuts.push(100_000, 50_000);
    const ended = await onHost('get artefacts/kafka/1.0.0.tar "$FOLDER/got" && base64 --wrap=0 "$FOLDER/got" >&3');
    expect(Buffer.from(ended.stdout, "base64").equals(bytes)).toBe(true);
    expect(store.seen.map((line) => line.replace(/from \d+/, "from there"))).toEqual([
      "GET /a-bucket/artefacts/kafka/1.0.0.tar 200",
      "GET /a-bucket/artefacts/kafka/1.0.0.tar 206 from there",
      "GET /a-bucket/artefacts/kafka/1.0.0.tar 206 from there",
    ]);
  });

  it("begins anew over a longer file of another time", async () => {
    store.objects.set("/a-bucket/host/current", Buffer.from("text\n"));
    const ended = await onHost(
      'echo something longer >"$FOLDER/got"; get host/current "$FOLDER/got"; cat "$FOLDER/got" >&3',
    );
    expect(ended.stdout).toBe("text\n");
  });

  it("puts only where nothing is", async () => {
    const ended = await onHost(
      'for uuid in one two; do code=0; put_new clusters/c/formed/1-1 "$uuid" || code=$?; echo "$code" >&3; done',
    );
    expect(ended.stdout).toBe("0\n4\n");
    expect(store.objects.get("/a-bucket/clusters/c/formed/1-1")?.toString()).toBe("one");
  });

  it("tries again, then fails with the status, and says it once", async () => {
    const ended = await onHost(
      'secret() { :; }; role_credentials() { access=X secret=x session=; }; get a/b "$FOLDER/got"',
    );
    expect(ended.code).toBe(1);
    expect(store.seen).toHaveLength(8);
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: expect.stringContaining("status 403") });
  });

  it("downloads again what the checksum refuses", async () => {
    store.objects.set("/a-bucket/artefacts/kafka/1.0.0.tar", Buffer.from("not it"));
    const ended = await onHost(
      `retry 2 download_once artefacts/kafka/1.0.0.tar ${"0".repeat(64)} "$FOLDER/got" || ls "$FOLDER" >&3`,
    );
    expect(ended.stdout).toBe("program\n");
    expect(store.seen).toHaveLength(2);
  });
});

describe("the bootloader's way to the bucket", () => {
  it("signs as S3 wants it", async () => {
    store.objects.set("/a-bucket/host/current", Buffer.from("text\n"));
    const text = readFileSync(join(packageRoot(), "host", "bootloader-1.sh"), "utf8");
    const functions = text.slice(0, text.indexOf("\npause="));
    const ended = await bash(`${functions}
access='${access}' secret='${secret}' session='${session}' region=eu-west-1 url=${store.endpoint}/a-bucket
s3 host/current "$FOLDER/got" && cat "$FOLDER/got"`);
    expect({ ...ended, seen: store.seen }).toMatchObject({ code: 0, stdout: "text\n" });
  });
});
