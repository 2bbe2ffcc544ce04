import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { describeChange } from "../../cli/facts/describe-change";
import type { NodeMeant } from "../../cli/facts/node-plan";
import { recordedTarget, type Target, targetKeys } from "../../cli/facts/target";
import { readDisks } from "../../cli/run/disks";
import { readLabels } from "../../cli/run/labels";
import { type NodeMachineOptions, planNodeMachine } from "../../cli/run/node-machine";
import { readProtection } from "../../cli/run/protection";
import { terraformPlan } from "../../cli/run/terraform";
import { runCommand } from "../../lab/run-command";
import { clusterFile, editText } from "../../spec";
import { onHost, until } from "./a-host";
import { describeInLab } from "./can-run-lab";
import { cluster, deployed, name } from "./deployed";

const TiB = 1024 ** 4;
const MiB = 1024 ** 2;

const addressOf = (id: number): string => cluster().nodes.find((node) => node.id === id)?.address ?? "";
const on = (id: number, line: string): Promise<string> => onHost(addressOf(id), line);
const serves = (id: number): Promise<string> =>
  until(
    `node ${id} serves`,
    () => on(id, "ss -Hltn | grep -cE :909[0-9] && systemctl show --property=MainPID --value kafka"),
    (said) => /^[1-9]/.test(said) && !said.endsWith("\n0"),
    180_000,
  );
const boot = (id: number): Promise<string> => on(id, "cat /proc/sys/kernel/random/boot_id");
const hostKey = (id: number): Promise<string> => runCommand(["ssh-keyscan", "-t", "ed25519", addressOf(id)]);
const device = (volume: string): string => `/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${volume.replace("-", "")}`;
const userdataRan = (id: number): Promise<string> => on(id, "stat -c %y /var/lib/dataops-lab/userdata-ran");

/** Seconds that something took, told. */
async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = Date.now();
  const result = await work();
  console.info(`${what}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
  return result;
}

const plan = (
  id: number,
  change: Partial<Target>,
  meant: Pick<NodeMeant, "machine" | "disk">,
  options?: NodeMachineOptions,
) => planNodeMachine(cluster(), id, { ...recordedTarget(cluster(), id), ...change }, meant, options);

function record(id: number, change: Partial<Target>): void {
  const from = recordedTarget(cluster(), id);
  const edits = targetKeys.flatMap((key) => {
    const to = change[key];
    return to === undefined ? [] : [{ path: ["recorded", String(id), key], from: from[key], to }];
  });
  writeFileSync(clusterFile(name), editText(readFileSync(clusterFile(name), "utf8"), edits));
}

const pending = async (): Promise<string[]> => {
  const saved = await terraformPlan(name);
  await saved.discard();
  return saved.changes.map(describeChange);
};

const protectedIs = { stop: true, termination: true };

/** What every change of a machine or a disk leaves behind. */
async function isTrue(id: number, change: Partial<Target>): Promise<void> {
  record(id, change);
  expect(await timed("full plan", pending)).toEqual([]);
  expect(await readProtection(cluster(), id)).toMatchObject(protectedIs);
}

describeInLab("a node's machine and disk", () => {
  beforeAll(async () => {
    await timed("deploy", deployed);
    await timed("formed", () => Promise.all(cluster().nodes.map(({ id }) => serves(id))));
  }, 600_000);

  it("grows a disk while Kafka runs", async () => {
    const before = await serves(11);
    const change = { disk: "3TiB at 150MiB/s with 4000iops" };
    // the file's top first: it says what a disk should be, and may not say less than a record
    const edit = { path: ["pools", "brokers", "disk"], from: "2TiB at 150MiB/s", to: change.disk };
    writeFileSync(clusterFile(name), editText(readFileSync(clusterFile(name), "utf8"), [edit]));
    const saved = await timed("grow: two plans", () => plan(11, change, { machine: "keep", disk: "grow" }));
    expect(saved.lines).toEqual(["aws_ebs_volume.kafka_11_disk: update iops, size"]);
    await timed("grow: apply", () => saved.apply());
    const disk = (await readDisks(cluster()))[11];
    expect(disk).toMatchObject({ size: 3 * TiB, throughput: 150 * MiB, iops: 4000 });
    expect(disk?.modification).toMatchObject({ state: "completed" });
    await until(
      "the host sees it",
      () => on(11, `blockdev --getsize64 ${device(disk?.volume ?? "")}`),
      (bytes) => Number(bytes) === 3 * TiB,
      10_000,
    );
    await on(11, `resize2fs ${device(disk?.volume ?? "")}`);
    expect(await serves(11)).toBe(before);
    await isTrue(11, change);
  });

  it("refuses what is pending elsewhere, and a plan that would touch another node", async () => {
    const text = readFileSync(clusterFile(name), "utf8");
    record(13, { type: "m7g.2xlarge" });
    const change = { type: "m7g.2xlarge" };
    try {
      await expect(plan(12, change, { machine: "resize", disk: "keep" })).rejects.toMatchObject({
        code: 3,
        message: expect.stringMatching(/something else is pending.*\n {2}aws_instance\.kafka_13_machine: update/),
      });
      await expect(
        plan(12, change, { machine: "resize", disk: "keep" }, { pendingChecked: true }),
      ).rejects.toMatchObject({
        code: 3,
        message: expect.stringMatching(/node 12 would do more.*\n {2}aws_instance\.kafka_13_machine: .*; expected /),
      });
    } finally {
      writeFileSync(clusterFile(name), text);
    }
    expect(await readProtection(cluster(), 12)).toMatchObject(protectedIs);
    expect((await readLabels(cluster()))[12]).toMatchObject({ type: "m7g.xlarge", state: "running" });
  });

  it("resizes a machine in place: stopped and started, the same root and disk, userdata not run again", async () => {
    const [id, booted, ran] = [(await readLabels(cluster()))[12]?.instance, await boot(12), await userdataRan(12)];
    const change = { type: "m7g.2xlarge" };
    const saved = await timed("resize: plan", () =>
      plan(12, change, { machine: "resize", disk: "keep" }, { pendingChecked: true }),
    );
    expect(saved.lines).toHaveLength(1);
    expect(saved.lines[0]).toMatch(/^aws_instance\.kafka_12_machine: update .*instance_type/);
    await timed("resize: apply", () => saved.apply());
    await timed("resize: serves", () => serves(12));
    expect((await readLabels(cluster()))[12]).toMatchObject({ instance: id, type: "m7g.2xlarge", state: "running" });
    expect(await boot(12)).not.toBe(booted);
    expect(await userdataRan(12)).toBe(ran);
    await isTrue(12, change);
  });

  it("replaces a machine by another image: disk, address and host key stay", async () => {
    const before = (await readLabels(cluster()))[13];
    const disk = (await readDisks(cluster()))[13];
    const key = await hostKey(13);
    const ran = await userdataRan(13);
    const change = { image: "base-12-next" };
    const saved = await timed("replace: plan", () =>
      plan(13, change, { machine: "replace", disk: "keep" }, { pendingChecked: true }),
    );
    expect(saved.lines.toSorted()).toEqual([
      "aws_instance.kafka_13_machine: replace ami",
      "aws_volume_attachment.kafka_13_attachment: replace instance_id",
    ]);
    await timed("replace: apply", () => saved.apply());
    await timed("replace: serves", () => serves(13));
    const after = (await readLabels(cluster()))[13];
    expect(after?.instance).not.toBe(before?.instance);
    expect(after?.image).toBe(cluster().place.images["base-12-next"]);
    expect((await readDisks(cluster()))[13]).toEqual({ ...disk, attached: after?.instance });
    expect(await hostKey(13)).toBe(key);
    expect(await userdataRan(13)).not.toBe(ran);
    await isTrue(13, change);
  });
});
