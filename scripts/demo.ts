import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { isReachable } from "../cli/facts/node-report";
import { ensureArtefact } from "../cli/run/artefact/artefact";
import { withCluster } from "../cli/run/open-cluster";
import { runProcess } from "../cli/run/run-process";
import { terraformEnvironment } from "../cli/run/terraform/terraform-environment";
import { keepLab, labDown, labUp, takeTurn } from "../lab";
import { countRecords } from "../lab/traffic/count-records";
import { createTopic } from "../lab/traffic/create-topic";
import { unpackArtefact } from "../lab/traffic/kafka-tool";
import { Producer } from "../lab/traffic/producer";
import { readCluster } from "../spec";

const cluster = "kafka-write";
const topic = { name: "orders", partitions: 24, replicas: 3 };
const rate = 500;
const keep = process.argv.includes("--keep");
const dataops = join(__dirname, "..", "dist", "cli", "main.js");
const say = (text: string): void => void process.stdout.write(`${text}\n`);
/** Gives back the machine's lab, once it is ours. */
let giveBack: (() => void) | undefined;
const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Show a command as an operator would type it, run it, and answer with its exit code. */
function run(
  program: string,
  args: readonly string[],
  onLine: (line: string, pid: number) => void = () => {},
): Promise<number> {
  const shown = program === process.execPath ? ["dataops", ...args.slice(1)] : [program, ...args];
  say(`\n$ ${shown.join(" ")}`);
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...terraformEnvironment() },
  });
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    process.stdout.write(chunk);
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line, child.pid ?? 0);
  });
  return new Promise((done, fail) =>
    child.once("error", fail).once("close", (code, signal) => done(signal === null ? (code ?? 1) : 128)),
  );
}

const cli = (args: readonly string[], onLine?: (line: string, pid: number) => void): Promise<number> =>
  run(process.execPath, [dataops, ...args], onLine);

const deploy = (stack: string): string[] => ["cdktf", "deploy", stack, "--auto-approve"];

async function must(what: string, code: Promise<number>): Promise<void> {
  const got = await code;
  if (got !== 0) throw new Error(`${what}: expected exit 0; got ${got}`);
}

/** The nodes join by userdata alone; nothing is done here but to look. */
async function formed(): Promise<void> {
  const began = Date.now();
  await withCluster(readCluster(cluster), async (open) => {
    for (;;) {
      const observed = await open.observe();
      const { kafka, nodes } = observed;
      const up = Object.values(nodes).filter((n) => isReachable(n) && n.running !== null).length;
      if (isReachable(kafka) && kafka.brokers.length === 3 && up === Object.keys(nodes).length) {
        say(
          `formed: ${up} nodes, ${kafka.brokers.length} brokers, ${((Date.now() - began) / 1000).toFixed(0)} s after the apply`,
        );
        return;
      }
      if (Date.now() - began > 300_000)
        throw new Error(`the cluster did not form in five minutes: ${JSON.stringify(observed).slice(0, 2000)}`);
      await sleep(1000);
    }
  });
}

interface Finished {
  readonly node: number;
  readonly seconds: number;
}

/** Roll; `at` is called with each line and may kill it by its process id. */
async function roll(
  args: readonly string[],
  finished: Finished[],
  at?: (line: string, pid: number) => void,
): Promise<number> {
  return cli(["roll", cluster, "--yes", ...args], (line, pid) => {
    const [, node, span] = /node (\d+): done (\S+)/.exec(line) ?? [];
    if (node !== undefined && span !== undefined) finished.push({ node: Number(node), seconds: secondsOf(span) });
    at?.(line, pid);
  });
}

const secondsOf = (span: string): number => {
  const [, m = "0", s = "0"] = /^(?:(\d+)m)?([\d.]+)s$/.exec(span) ?? [];
  return Number(m) * 60 + Number(s);
};

/** Stop or start a broker as someone would by hand, beside the roll. */
async function byHand(verb: "stop" | "start", node: number): Promise<void> {
  say(`         (by hand: systemctl ${verb} kafka on node ${node})`);
  await withCluster(readCluster(cluster), async (open) => {
    const transport = await open.fleet.to(node);
    await transport.run(["systemctl", verb, "kafka.service"], { timeout: 120_000 });
  });
}

async function demo(): Promise<void> {
  const clusters = resolve("clusters");
  giveBack = await takeTurn("demo", (line) => say(`  ${line}`));
  const before = Date.now();
  say("$ dataops lab up");
  const lab = await labUp({ clusters, progress: (line) => say(`  ${line}`) });
  process.env.DATAOPS_CLUSTERS = lab.clusters;
  const place = readCluster(cluster).place.name;
  await must("deploy the place", run("npx", deploy(`place-${place}`)));
  await must("artefacts", cli(["artefacts", "sync", place]));
  await must("deploy the cluster", run("npx", deploy(cluster)));
  await formed();
  await must("status", cli(["status", cluster]));

  const libs = await unpackArtefact(await ensureArtefact("3.9.1"));
  const bootstrap = readCluster(cluster)
    .nodes.filter((n) => n.pool === "brokers")
    .map((n) => `${n.address}:9092`)
    .join(",");
  await createTopic(libs, bootstrap, topic);
  say(
    `\nan idempotent producer, acks=all, ${rate} records a second into ${topic.name} (${topic.partitions} partitions, ${topic.replicas} replicas)`,
  );
  const producer = new Producer({ libs, bootstrap, topic: topic.name, records: 10_000_000, rate });
  while (producer.acked < rate) {
    if (producer.errors.length > 50) throw new Error(`the producer fails: ${producer.errors.slice(0, 5).join("\n")}`);
    await sleep(200);
  }

  const finished: Finished[] = [];
  const began = Date.now();
  // Half-way: four nodes are done, and the fifth has been stopped.
  const killed = await roll(["--set", "version=4.1.1"], finished, (line, pid) => {
    if (finished.length >= 4 && /node \d+: stop /.test(line)) process.kill(pid, "SIGKILL");
  });
  say(`         (killed with SIGKILL half-way: exit ${killed})`);
  if (killed !== 128) throw new Error(`the roll was to be killed half-way; got exit ${killed}`);

  // A broker that was rolled already is stopped by hand: the next one may not stop, and the gate says so.
  const rolled = finished.find(({ node }) => node > 10)?.node ?? 11;
  let refused = "";
  let helped: Promise<void> | undefined;
  let stopped: Promise<void> | undefined;
  const code = await roll([], finished, (line) => {
    if (finished.length === 5 && stopped === undefined) stopped = byHand("stop", rolled);
    if (stopped !== undefined && helped === undefined && /waiting: (min-isr|every-node|no-)/.test(line)) {
      refused = line;
      helped = sleep(3000).then(() => byHand("start", rolled));
    }
  });
  await helped;
  await stopped;
  if (code !== 0) throw new Error(`roll: expected exit 0; got ${code}`);
  if (refused === "") throw new Error("no gate was seen refusing");
  const rollSeconds = (Date.now() - began) / 1000;

  while (producer.acked < 10_000) await sleep(500);
  await sleep(2000);
  const sent = await producer.stop();
  const counted = await countRecords({ libs, bootstrap, topic: topic.name, acked: sent.values });
  say(
    `\n${counted.read} records read; ${sent.sent} sent, ${sent.acked} acknowledged, ${counted.lost} lost, ${counted.duplicates} duplicates`,
  );

  say("\n$ dataops verify kafka-write --json");
  const verified = await runProcess(process.execPath, [dataops, "verify", cluster, "--json"]);
  const proof = JSON.parse(verified.stdout) as {
    cloud: { differences: string[] };
    fleet: { differences: string[] };
    configs: { differences: string[] };
  };
  say(`\n$ diff clusters/${cluster}.yaml (the lab's copy, before and after)`);
  const diff = await runProcess("diff", [
    "-u",
    join(clusters, `${cluster}.yaml`),
    join(lab.clusters, `${cluster}.yaml`),
  ]);
  say(diff.stdout);
  say(`all of it: ${((Date.now() - before) / 1000).toFixed(0)} s\n`);
  const result = {
    sent: sent.sent,
    acked: sent.acked,
    unresolved: sent.unresolved,
    failed: sent.failed,
    lost: counted.lost,
    duplicates: counted.duplicates,
    longestAckGapMs: Math.round(sent.longestAckGap),
    rollSeconds: Math.round(rollSeconds),
    planChanges: proof.cloud.differences.length,
    probeDifferences: proof.fleet.differences.length,
    nodes: finished,
  };
  say(JSON.stringify(result));
  const good =
    result.lost +
      result.duplicates +
      result.unresolved +
      result.failed +
      result.planChanges +
      result.probeDifferences ===
      0 && result.sent >= 10_000;
  process.exitCode = good && verified.code === 0 ? 0 : 1;
}

demo()
  .catch((error: unknown) => {
    process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  })
  .finally(async () => {
    if (giveBack === undefined) return;
    if (keep) {
      await keepLab();
      say("the lab is kept: dataops lab down takes it down");
    } else await labDown();
    giveBack();
  });
