import { Command } from "commander";
import { clustersFolder } from "../spec";
import type { HostStatus, LabStatus } from "./lab-status";

/** `dataops lab up | down | status | reset | console NODE`. */
export function labCommand(): Command {
  const lab = new Command("lab").description("An EC2 small enough for one machine: real hosts, disks and a cloud API.");
  lab
    .command("up")
    .description("start it for this folder of cluster files; works on a copy of them")
    .action(async () => {
      await refuseOthersTurn();
      const { labUp } = await import("./lab-up.js");
      const { clusters, endpoint } = await labUp({ clusters: clustersFolder(), progress: timed() });
      const { terraformEnvironment } = await import("../cli/run/terraform/terraform-environment.js");
      const exports = Object.entries({ DATAOPS_CLUSTERS: clusters, ...terraformEnvironment() });
      print(`lab is up: ${endpoint}`, ...exports.map(([name, value]) => `export ${name}=${value}`));
    });
  lab
    .command("down")
    .description("remove everything it made")
    .action(async () => {
      const { labDown } = await import("./lab-down.js");
      await labDown();
      print("lab is down");
    });
  lab
    .command("status")
    .description("its hosts and disks; 0 when it is up and well, 2 when not")
    .option("--json", "print JSON")
    .action(async (options: { json?: boolean }) => {
      const { labStatus } = await import("./lab-status.js");
      const status = await labStatus();
      print(options.json ? JSON.stringify(status, undefined, 2) : renderStatus(status));
      process.exitCode = status.emulator && status.daemon ? 0 : 2;
    });
  lab
    .command("reset")
    .description("begin again: down, then up with the cluster files copied anew")
    .action(async () => {
      await refuseOthersTurn();
      const { labReset } = await import("./lab-reset.js");
      const { endpoint } = await labReset({ progress: timed() });
      print(`lab is up: ${endpoint}`);
    });
  lab
    .command("console")
    .argument("<node>", "name such as kafka-write-11, node id, address or instance id")
    .description("what a host wrote to its console: boots, userdata")
    .action(async (node: string) => {
      const { readConsole } = await import("./read-console.js");
      process.stdout.write(readConsole(node));
    });
  return lab;
}

/** Tests, the demo and the bench have the lab to themselves for as long as they take. */
async function refuseOthersTurn(): Promise<void> {
  const { isOurTurn, whoseTurn } = await import("./whose-turn.js");
  const holder = await whoseTurn();
  if (holder === undefined || isOurTurn(holder)) return;
  const { Failure } = await import("../cli/run/failure.js");
  throw new Failure(`lab: process ${holder.pid} has it (${holder.what}); expected that it is nobody's`, 3);
}

const print = (...lines: readonly string[]): void => {
  process.stdout.write(`${lines.join("\n")}\n`);
};

/** Each line of progress with the seconds since the first. */
function timed(): (line: string) => void {
  const began = Date.now();
  return (line) => print(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`);
}

/** For people: what is up, then a line a host. */
export function renderStatus({ lab, emulator, daemon, hosts, volumes }: LabStatus): string {
  if (lab === null) return "lab is down";
  const well = (is: boolean): string => (is ? "well" : "gone");
  const attached = new Set(hosts.flatMap((host) => host.volumes));
  return [
    `lab is up since ${lab.since} for ${lab.source}`,
    `emulator ${well(emulator)} at ${lab.endpoint}, daemon ${well(daemon)}`,
    ...(emulator && daemon
      ? []
      : ["run dataops lab up: it starts the daemon again; a lost emulator needs dataops lab reset"]),
    ...hosts.map(renderHost),
    ...volumes.filter((volume) => !attached.has(volume)).map((volume) => `${volume}  attached to no host`),
  ].join("\n");
}

const renderHost = ({ name, address, life, held, instance, volumes }: HostStatus): string =>
  `${name.padEnd(18)} ${address.padEnd(15)} ${(held ? "kept off" : life).padEnd(9)} ${instance}  ${volumes.join(" ")}`.trimEnd();
