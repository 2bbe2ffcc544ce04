import { emulatorAnswers } from "./emulator/ask-emulator";
import { listHosts } from "./find-host";
import { hostsThere, readHost } from "./hosts/host-record";
import { type LabRecord, readLab } from "./lab-record";
import { serviceProcess } from "./services/start-service";
import { volumesThere } from "./volumes/volume-files";

export interface HostStatus {
  readonly instance: string;
  /** `Name` tag; the instance id where it has none. */
  readonly name: string;
  readonly address: string;
  readonly life: "half-made" | "running" | "off";
  /** Kept off by `powerLoss`. */
  readonly held: boolean;
  readonly volumes: readonly string[];
}

export interface LabStatus {
  /** The lab that is up; null when there is none. */
  readonly lab: LabRecord | null;
  readonly emulator: boolean;
  readonly daemon: boolean;
  readonly hosts: readonly HostStatus[];
  /** Ids of all volumes, attached or not. */
  readonly volumes: readonly string[];
}

/** Look at the lab; changes nothing. */
export async function labStatus(): Promise<LabStatus> {
  const lab = readLab() ?? null;
  const described = new Map(listHosts().map((host) => [host.id, host]));
  const hosts = hostsThere()
    .map(readHost)
    .map(({ instance, address, life, held, volumes }) => {
      const name = described.get(instance)?.tags["Name"] ?? instance;
      return { instance, name, address, life, held, volumes };
    })
    .sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
  return {
    lab,
    emulator: lab !== null && (await emulatorAnswers()),
    daemon: serviceProcess("daemon") !== undefined,
    hosts,
    volumes: volumesThere().sort(),
  };
}
