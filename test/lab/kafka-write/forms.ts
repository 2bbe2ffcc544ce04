import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { isReachable } from "../../../cli/facts/node-report";
import { clusterFile } from "../../../spec";
import { cluster, dataops, name, onNode, until, wellAndEqual } from "../deployed";
import { reportOf, well } from "./report-of";

/** What `cdktf deploy` alone has made. */
export function forms(): void {
  it("forms by userdata alone, and is what its record says", async () => {
    const observed = await until("formed", wellAndEqual);
    expect(isReachable(observed.kafka) && observed.kafka.clusterId).toBe(cluster().recorded.cluster.id);
    expect(isReachable(observed.kafka) && observed.kafka.quorum.voters.map((v) => v.id).sort()).toEqual([1, 2, 3]);
    expect(await dataops("status", name)).toMatchObject({ code: 0 });
  });

  it("runs join again and changes nothing", async () => {
    const before = reportOf(await well(), 11);
    const said = JSON.parse(await onNode(11, "/usr/local/sbin/dataops-host", "join")) as { changed: boolean };
    expect(said.changed).toBe(false);
    expect(reportOf(await well(), 11).service.pid).toBe(before.service.pid);
  });

  it("proves that code, cloud and fleet are one, and each control sees something", async () => {
    const { code, out } = await dataops("verify", name, "--json");
    const proof = JSON.parse(out) as {
      cloud: { differences: string[]; control: number };
      fleet: { control: number };
      configs: { control: number };
    };
    expect(proof.cloud).toMatchObject({ differences: [], control: 1 });
    expect(proof.fleet.control).toBe(1);
    expect(proof.configs.control).toBeGreaterThan(0);
    expect(code).toBe(0);
  });

  it("plans nothing where nothing is due, and touches nothing", async () => {
    const before = readFileSync(clusterFile(name), "utf8");
    expect(await dataops("plan", name)).toMatchObject({ code: 0 });
    expect(readFileSync(clusterFile(name), "utf8")).toBe(before);
  });

  it("sees a file that was edited by hand without a restart, and a roll with its proof puts it right", async () => {
    const byHand = "s/^num.network.threads=.*/num.network.threads=7/;$a # by hand";
    await onNode(12, "sed", "-i", byHand, "/etc/kafka/server.properties");
    const seen = await dataops("status", name, "--json");
    expect(seen.code).toBe(2);
    const rows = (JSON.parse(seen.out) as { nodes: { node: number; differences: { what: string }[] }[] }).nodes;
    expect(rows.find((r) => r.node === 12)?.differences.map((d) => d.what)).toEqual(["file"]);
    const rolled = await dataops("roll", name, "--yes");
    expect(rolled.out).toContain("✔ rolled  1 node");
    expect(rolled.out).toContain("plan empty");
    expect(rolled.code).toBe(0);
    await until("well again", wellAndEqual, 30);
  });
}
