import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { EC2Client } from "@aws-sdk/client-ec2";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { emulatorFolder } from "../../../../lab/emulator/find-python";
import type { Place } from "../../../../spec/place";
import { freePort, until } from "../ssh/sshd";

const emulator = join(__dirname, "../../../../lab/emulator/emulator.py");

const probe = "import sys, importlib.util as u; sys.exit(0 if u.find_spec('moto') and u.find_spec('flask') else 1)";

/** A Python that has the emulator; undefined where there is none. */
export const motoServer = [
  process.env["DATAOPS_PYTHON"],
  "python3",
  "python",
  join(emulatorFolder(), "bin/python"),
].find((python) => python !== undefined && spawnSync(python, ["-c", probe], { stdio: "ignore" }).status === 0);

const credentials = { accessKeyId: "test", secretAccessKey: "test" };

/** The emulator's EC2. */
export const ec2Of = ({ endpoint = "", region }: Place): EC2Client => new EC2Client({ endpoint, region, credentials });

/** A real S3 and EC2 emulator on a loopback port, with a bucket. */
export async function startMoto(): Promise<{ place: Place; stop(): Promise<void> }> {
  if (motoServer === undefined) throw new Error("no Python with moto on this machine: npm run setup");
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn(motoServer, [emulator, "127.0.0.1", String(port)], { stdio: "ignore" });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const answers = (): Promise<boolean> =>
    fetch(`${endpoint}/moto-api/data.json`).then(
      (answer) => answer.ok,
      () => false,
    );
  await until(`the emulator on port ${port}`, answers, 80_000);
  const place: Place = {
    name: "test",
    account: "123456789012",
    region: "eu-west-1",
    network: { vpc: "vpc-1", zones: {}, ranges: {} },
    bucket: "dataops-test",
    images: {},
    state: { local: "." },
    endpoint,
    ssh: {},
  };
  const s3 = new S3Client({ region: place.region, endpoint, forcePathStyle: true, credentials });
  await s3.send(
    new CreateBucketCommand({ Bucket: place.bucket, CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }),
  );
  s3.destroy();
  return {
    place,
    stop: () => {
      child.kill("SIGTERM");
      return exited;
    },
  };
}
