import { emulator } from "../../../../lab/names";
import { signal } from "../../../../lab/processes";
import { runCommand, tryCommand } from "../../../../lab/run-command";
import { serviceProcess } from "../../../../lab/services/start-service";

const route = (what: "add" | "delete"): [string, ...string[]] => [
  "ip",
  "route",
  what,
  "unreachable",
  `${emulator.address}/32`,
];

/** No way from this machine to the cloud; hosts have theirs still. */
export const bucketAway = async (): Promise<void> => void (await runCommand(route("add")));

/** The cloud takes connections and says nothing. */
export const bucketSilent = (): boolean => signal(serviceProcess("emulator"), "SIGSTOP");

/** The cloud answers again. */
export async function bucketBack(): Promise<void> {
  await tryCommand(route("delete"));
  signal(serviceProcess("emulator"), "SIGCONT");
}
