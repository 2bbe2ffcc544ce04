import { spawn } from "node:child_process";
import { closeSync, openSync, writeFileSync } from "node:fs";
import { groupDoors, makeGroup } from "../groups";
import { serviceGroup } from "../names";
import { inLabNetwork } from "../network/lab-network";
import { inState } from "../paths";
import { lives, type ProcessMark, readMark } from "../processes";

export type Service = "daemon" | "emulator";

/** File with the service's process id and start. */
const markFile = (service: Service): string => inState(`${service}.process`);

export const serviceLog = (service: Service): string => inState(`${service}.log`);

/** The process of a service, if it lives. */
export function serviceProcess(service: Service): ProcessMark | undefined {
  const mark = readMark(markFile(service));
  return lives(mark) ? mark : undefined;
}

/** Joins the lab's group before anything else, so that no process of the lab can be overlooked when it is taken down. */
const script = `
while read -r door; do echo $$ >"$door" || exit 1; done <"$1"
words=$(</proc/$$/stat); words=(\${words##*) }); echo "$$ \${words[19]}" >"$2"
shift 2
exec "$@"`;

/** Start a service of the lab in the lab's network; it goes on without us. */
export function startService(service: Service, argv: readonly string[], env: NodeJS.ProcessEnv): void {
  makeGroup(serviceGroup);
  const doors = inState("service-doors");
  writeFileSync(doors, `${groupDoors(serviceGroup).join("\n")}\n`);
  const log = openSync(serviceLog(service), "a");
  const words = ["-c", script, "start-service", doors, markFile(service), ...inLabNetwork(argv)];
  spawn("bash", words, { detached: true, stdio: ["ignore", log, log], cwd: "/", env }).unref();
  closeSync(log);
}
