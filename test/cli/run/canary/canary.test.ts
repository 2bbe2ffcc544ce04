import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Canary, startCanary } from "../../../../cli/run/canary/canary";
import { KafkaSessions } from "../../../../cli/run/kafka/kafka-sessions";
import type { Ways } from "../../../../cli/run/ssh/first-session";
import { BadInput } from "../../../../spec/mistake";
import { type Brokers, noBrokers, startBrokers } from "../kafka/a-broker";
import { until } from "../ssh/sshd";

describe.skipIf(noBrokers !== undefined)(
  `a canary on three real brokers${noBrokers === undefined ? "" : ` (skipped: ${noBrokers})`}`,
  { timeout: 120_000 },
  () => {
    let brokers: Brokers;
    beforeAll(async () => {
      brokers = await startBrokers({ version: "4.1.1" });
      await brokers.topic("canary", 6, 3);
      await brokers.topic("alone", 3, 1);
    }, 180_000);
    afterAll(async () => {
      await brokers?.stop();
    }, 60_000);

    const sessions = (ways: Ways = brokers.ways): KafkaSessions => new KafkaSessions(brokers.cluster, ways);
    const begin = (topic: string, rate: number): Promise<Canary> =>
      startCanary(sessions(), topic, { rate, metadata: sessions() });

    it("writes to every partition, and every record is acked", async () => {
      const canary = await begin("canary", 60);
      await setTimeout(3000);
      const now = Date.now();
      const felt = canary.acks(now);
      expect(felt).toMatchObject({ topic: "canary", failed: 0 });
      expect(felt.sent).toBeGreaterThan(6);
      expect(felt.gaps.length).toBe(1);
      expect(canary.acks(now + 7000).longest).toBeGreaterThanOrEqual(7000);
      const all = await canary.stop();
      expect(all.failed).toBe(0);
      expect(await canary.stop()).toBe(all);
      expect(canary.acks(Date.now() + 60_000)).toEqual(all);
    });

    it("feels a clean stop of a broker, and its start, as a finite gap, and loses nothing", async () => {
      const canary = await begin("canary", 60);
      await setTimeout(2000);
      await brokers.stopNode(2);
      await setTimeout(1000);
      const stopped = canary.acks(Date.now());
      // Kafka's own producer beside it felt 0.5 to 1.5 s: another leader, and followers that find it.
      expect(stopped.longest).toBeLessThan(10_000);
      await brokers.startNode(2);
      await setTimeout(5000);
      const felt = await canary.stop();
      expect(felt.failed).toBe(0);
      expect(felt.longest).toBeGreaterThan(0);
      expect(felt.longest).toBeLessThan(15_000);
      expect(felt.sent).toBeGreaterThan(30);
    });

    it("goes on writing where it can while one partition has no leader", async () => {
      const canary = await begin("alone", 60);
      await setTimeout(1000);
      const before = canary.acks(Date.now()).sent;
      await brokers.stopNode(3);
      await setTimeout(3000);
      const during = canary.acks(Date.now());
      // The two others go on; the record that cannot be written is not given up.
      expect(during.sent - before).toBeGreaterThan(10);
      expect(during.failed).toBe(0);
      expect(during.longest).toBeGreaterThan(2500);
      await brokers.startNode(3);
      await until("an end of the gap", async () => {
        const now = Date.now();
        const { longest } = canary.acks(now);
        await setTimeout(1200);
        return canary.acks(now + 1200).longest === longest;
      });
      const felt = await canary.stop();
      expect(felt.failed).toBe(0);
    });

    it("counts as failed what is on its way 5 s after its end", async () => {
      const sockets = (): number => process.getActiveResourcesInfo().filter((one) => one === "TCPSocketWrap").length;
      const before = sockets();
      const canary = await begin("alone", 60);
      await setTimeout(500);
      await brokers.stopNode(1);
      await setTimeout(500);
      const began = Date.now();
      const felt = await canary.stop();
      expect(Date.now() - began).toBeLessThan(5500);
      expect(felt.failed).toBeGreaterThan(0);
      expect(felt.longest).toBeGreaterThan(5000);
      // Nothing holds the process.
      await until("no socket left", () => sockets() <= before, 30_000);
      await brokers.startNode(1);
    });

    it("refuses a topic that is unknown, and a cluster that does not answer", async () => {
      const refusal: unknown = await begin("nothing", 20).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(BadInput);
      expect((refusal as Error).message).toBe(
        "canary: topic nothing; expected one that exists and has partitions; got UNKNOWN_TOPIC_OR_PARTITION",
      );
      await expect(begin("canary", 0)).rejects.toThrow(/^canary: rate; expected .*; got 0$/);
      const nowhere = sessions({ to: () => Promise.reject(new Error("no way")) });
      await expect(startCanary(nowhere, "canary")).rejects.toThrow(/^kafka: canary: topic canary; .*no way/);
    });
  },
);
