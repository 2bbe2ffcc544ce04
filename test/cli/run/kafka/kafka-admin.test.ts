import { renameSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { KafkaHealth } from "../../../../cli/facts/kafka-health";
import { isReachable } from "../../../../cli/facts/node-report";
import { describeConfigs } from "../../../../cli/run/kafka/broker-configs";
import { KafkaAdmin } from "../../../../cli/run/kafka/kafka-admin";
import { KafkaReader } from "../../../../cli/run/kafka/kafka-reader";
import { dynamicKeys } from "../../../../spec/dynamic-keys";
import { finalizeSteps, releaseOf } from "../../../../spec/releases";
import { until } from "../ssh/sshd";
import { type Brokers, noBrokers, startBrokers } from "./a-broker";

/** Dynamic, and on purpose not among ours, in both releases. */
const needMore =
  /^(listeners|listener\.|advertised\.listeners|sasl\.|ssl\.|principal\.builder\.class|metric\.reporters|min\.insync\.replicas|unclean\.leader\.election\.enable)/;
/** Dynamic in one release only. */
const single: Readonly<Record<string, readonly string[]>> = {
  "3.9.1": ["log.message.downconversion.enable", "log.message.timestamp.difference.max.ms"],
  "4.1.1": [
    "remote.list.offsets.request.timeout.ms",
    "remote.log.manager.copier.thread.pool.size",
    "remote.log.manager.expiration.thread.pool.size",
    "remote.log.reader.threads",
  ],
};

describe.skipIf(noBrokers !== undefined).each(["3.9.1", "4.1.1"])(
  `three real brokers of %s, formatted at 3.9-IV0${noBrokers === undefined ? "" : ` (skipped: ${noBrokers})`}`,
  { timeout: 60_000 },
  (version) => {
    let brokers: Brokers;
    let reader: KafkaReader;
    let admin: KafkaAdmin;
    beforeAll(async () => {
      brokers = await startBrokers({ version, metadataVersion: "3.9-IV0" });
      reader = new KafkaReader(brokers.cluster, brokers.ways);
      admin = new KafkaAdmin(reader);
      await brokers.topic("orders", 12, 3);
      await brokers.topic("single", 3, 1);
    }, 180_000);
    afterAll(async () => {
      reader?.close();
      await brokers?.stop();
    }, 60_000);

    const health = async (): Promise<KafkaHealth> => {
      const answer = await reader.read();
      if (isReachable(answer)) return answer;
      throw new Error(answer.unreachable);
    };
    const led = async (id: number): Promise<number> =>
      (await health()).partitions.filter(({ leader }) => leader === id).length;

    it("takes a dynamic key, tells of it, and gives it back", async () => {
      expect(await admin.overrides([1, 2, 3])).toEqual({ brokers: { 1: {}, 2: {}, 3: {} }, cluster: {} });
      const set = { "log.retention.ms": "7200000", "log.cleanup.policy": "delete, compact" };
      await admin.alterBroker(2, { set, remove: [] });
      // As it was set: in effect the broker spells it its own way.
      expect((await admin.overrides([1, 2])).brokers).toEqual({ 1: {}, 2: set });
      await admin.alterBroker(2, { set: {}, remove: [...Object.keys(set), "message.max.bytes"] });
      expect((await admin.overrides([2])).brokers).toEqual({ 2: {} });
    });

    it("refuses a bad value in the broker's words, and changes nothing", async () => {
      const set = { "message.max.bytes": "2000000", "log.cleaner.threads": "zero" };
      await expect(admin.alterBroker(1, { set, remove: [] })).rejects.toThrow(
        /^kafka: configuration of broker 1; got INVALID_REQUEST: Invalid value zero for configuration log.cleaner.threads/,
      );
      await expect(admin.alterBroker(1, { set: { "num.io.threads": "9" }, remove: [] })).rejects.toThrow(
        "num.io.threads=9, value should not be greater than double the current value 2",
      );
      await expect(admin.alterBroker(1, { set: { "broker.rack": "x" }, remove: [] })).rejects.toThrow("broker.rack");
      expect((await admin.overrides([1])).brokers).toEqual({ 1: {} });
    });

    it("takes without a restart what dataops takes for dynamic, and no more", async () => {
      const answer = await reader.sessions.askBroker(1, { within: 10_000 }, async (session) => ({
        configs: await describeConfigs(session, "broker"),
      }));
      if (!isReachable(answer)) throw new Error(answer.unreachable);
      const dynamic = answer.configs.filter(({ readOnly }) => !readOnly).map(({ name }) => name);
      const plain = dynamic.filter((key) => !needMore.test(key) && single[version]?.includes(key) !== true);
      expect(plain.sort()).toEqual([...dynamicKeys].sort());
    });

    it("gives leaders back to a broker that was away", async () => {
      const leads = await led(1);
      expect(leads).toBeGreaterThan(1);
      await brokers.stopNode(1);
      await brokers.startNode(1);
      await until("in sync", async () => (await health()).partitions.every((p) => p.isr.length === p.replicas.length));
      const alone = await led(1);
      expect(alone).toBeLessThan(leads);
      expect(await admin.electPreferredLeaders()).toEqual({ moved: leads - alone, failed: [] });
      expect(await led(1)).toBe(leads);
      expect(await admin.electPreferredLeaders()).toEqual({ moved: 0, failed: [] });
    });

    it("takes a voter out of the quorum and in again", async () => {
      const { quorum } = await health();
      expect(Object.fromEntries(quorum.voters.map((one) => [one.id, one.directory]))).toEqual(brokers.directories);
      expect(quorum.observers).toEqual([]);
      const id = quorum.leader === 3 ? 2 : 3;
      const directory = brokers.directories[id] ?? "";
      expect(await admin.removeVoter(id, directory)).toBe("removed");
      expect(await admin.removeVoter(id, directory)).toBe("already");
      await until("an observer", async () => (await health()).quorum.observers.some((one) => one.id === id));
      expect((await health()).quorum.voters.map((one) => one.id)).toEqual([1, 2, 3].filter((one) => one !== id));
      const at = [`127.0.0.${id}`, brokers.controllerPort] as const;
      await expect(admin.addVoter(id, brokers.directories[1] ?? "", ...at)).rejects.toThrow(
        new RegExp(`^kafka: add voter ${id}; got REQUEST_TIMED_OUT: Aborted add voter operation`),
      );
      expect(await admin.addVoter(id, directory, ...at)).toBe("added");
      expect(await admin.addVoter(id, directory, ...at)).toBe("already");
      expect((await health()).quorum.voters.map((one) => one.id)).toEqual([1, 2, 3]);
    });

    it("raises the features of its release one by one, and none beyond", async () => {
      const features = await admin.features();
      if (!isReachable(features)) throw new Error(features.unreachable);
      expect(features.finalized["metadata.version"]).toBe(21);
      const range = features.supported["metadata.version"];
      expect(range?.max).toBe(releaseOf(version).features["metadata.version"]);
      expect(await admin.supportedBy([1, 3])).toEqual({ 1: features.supported, 3: features.supported });

      const steps = finalizeSteps(version, features.finalized);
      expect(steps.length).toBe(version === "3.9.1" ? 0 : 4);
      for (const { feature, to } of steps) {
        await admin.raiseFeature(feature, to, { dryRun: true });
        expect(await admin.features()).not.toMatchObject({ finalized: { [feature]: to } });
        await admin.raiseFeature(feature, to);
        expect(await admin.features()).toMatchObject({ finalized: { [feature]: to } });
      }
      expect(finalizeSteps(version, (await health()).features)).toEqual([]);
      for (const dryRun of [true, false])
        await expect(admin.raiseFeature("metadata.version", 99, { dryRun })).rejects.toThrow(
          /raise metadata.version to 99; got INVALID_UPDATE_VERSION: .*only supports versions/,
        );
      await expect(admin.raiseFeature("metadata.version", 20)).rejects.toThrow("INVALID_UPDATE_VERSION");
      // Kafka pins min.insync.replicas for the cluster when eligible leader replicas begin.
      expect((await admin.overrides([])).cluster).toEqual(version === "3.9.1" ? {} : { "min.insync.replicas": "2" });
    });

    it("tells of a log directory that its broker has given up", async () => {
      expect(await admin.offlineLogDirs([1, 2, 3])).toEqual({ dirs: [], unreachable: {} });
      const path = brokers.logDirs(2)[1] ?? "";
      renameSync(path, `${path}.away`);
      // Until the broker itself has noticed, it does not know what to say.
      const given = async (): Promise<boolean> =>
        (await admin.offlineLogDirs([2])).dirs.some(({ error }) => error === "KAFKA_STORAGE_ERROR");
      await until("a directory offline", given);
      expect(await admin.offlineLogDirs([1, 2, 3])).toEqual({
        dirs: [{ broker: 2, path, error: "KAFKA_STORAGE_ERROR" }],
        unreachable: {},
      });
    });

    it("says which broker does not answer, and goes on with the others", async () => {
      await brokers.stopNode(3);
      const { brokers: each, cluster } = await admin.overrides([1, 3]);
      expect(each[1]).toEqual({});
      expect(each[3]).toHaveProperty("unreachable");
      expect(isReachable(cluster)).toBe(true);
      expect((await admin.offlineLogDirs([3])).unreachable).toHaveProperty("3");
      await expect(admin.alterBroker(3, { set: { "log.retention.ms": "1" }, remove: [] })).rejects.toThrow(
        /^kafka: configuration of broker 3; /,
      );
    });
  },
);
