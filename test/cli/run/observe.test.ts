import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isReachable } from "../../../cli/facts/node-report";
import { KafkaAdmin } from "../../../cli/run/kafka/kafka-admin";
import { KafkaReader } from "../../../cli/run/kafka/kafka-reader";
import { Observer } from "../../../cli/run/observe";
import { Fleet } from "../../../cli/run/ssh/fleet";
import type { Cluster } from "../../../spec/cluster";
import { motoServer, startMoto } from "./aws/start-moto";
import { clusterBehind, freePort, type Sshd, sshdPath, startSshd } from "./ssh/sshd";

const missing = sshdPath === undefined || motoServer === undefined;

describe.skipIf(missing && !process.env["CI"])("observe, with a real sshd and a real EC2 emulator", () => {
  let sshd: Sshd;
  let moto: Awaited<ReturnType<typeof startMoto>>;
  let silent: Server;
  let cluster: Cluster;
  beforeAll(async () => {
    [sshd, moto] = await Promise.all([startSshd(), startMoto()]);
    // A host that takes connections and never says a word, as a frozen one does.
    silent = createServer(() => {}).listen(sshd.port, "127.0.0.2");
    await once(silent, "listening");
    const { ssh } = clusterBehind(sshd).place;
    const plain = clusterBehind(sshd);
    cluster = {
      ...plain,
      place: { ...moto.place, ssh },
      nodes: plain.nodes.map((node) => (node.id === 2 ? { ...node, address: "127.0.0.2" } : node)),
      listeners: { brokers: { name: "brokers", port: await freePort(), tls: false, auth: "none" } },
    };
  }, 90_000);
  afterAll(async () => {
    silent.close();
    await Promise.all([sshd.stop(), moto.stop()]);
  });

  it("gives every node an answer or a reason, and waits for a sick one no longer than it may", {
    timeout: 90_000,
  }, async () => {
    const fleet = new Fleet(cluster, { home: sshd.folder, timeout: 300_000 });
    const kafka = new KafkaReader(cluster, fleet);
    const observed = await new Observer({ cluster, fleet, kafka, admin: new KafkaAdmin(kafka) }).observe({
      patience: 1500,
    });
    expect(observed.nodes[1]).toEqual({
      unreachable: "127.0.0.1: the host program is not there; its userdata has not run through",
    });
    expect(observed.nodes[2]).toEqual({ unreachable: "no answer within 1.5 s" });
    expect(isReachable(observed.kafka)).toBe(false);
    expect(observed.labels).toEqual({ 1: null, 2: null });
    kafka.close();
    await fleet.close();
  });
});
