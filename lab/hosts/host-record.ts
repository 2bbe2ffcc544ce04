import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { hostFolder, inState } from "../paths";
import { lives, readMark } from "../processes";
import type { ActualHost } from "../reconcile/actual";

/** What is written down of a host when it has been made, and stays so. */
export interface HostRecord {
  readonly instance: string;
  readonly address: string;
  /** Base image that its root lies over. */
  readonly base: string;
}

/** Files in a host's folder; see run-host.sh for those that the loop writes. */
export const hostFiles = (instance: string) => {
  const folder = hostFolder(instance);
  return {
    folder,
    /** Written last when a host is made: without it the host is half made. */
    record: join(folder, "host.json"),
    /** Root as the host sees it: the base image under a layer of its own. */
    root: join(folder, "root"),
    layer: join(folder, "layer"),
    layerImage: join(folder, "layer.ext4"),
    /** The host's /dev/disk. */
    disk: join(folder, "disk"),
    doors: join(folder, "doors"),
    /** Process that holds the host, and the one that is its system. */
    loop: join(folder, "loop"),
    system: join(folder, "system"),
    /** Exit code of the system, once the loop has ended. */
    ended: join(folder, "ended"),
    /** There since the host was told to shut down. */
    stopping: join(folder, "stopping"),
    /** There while the host is to stay off. */
    held: join(folder, "held"),
    /** Reboots by API that were carried out. */
    reboots: join(folder, "reboots"),
    /** What the emulator last said of it. */
    instance: join(folder, "instance.json"),
  };
};

const age = (file: string): number | undefined => {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat && Date.now() - stat.mtimeMs;
};

const textOf = (file: string): string | undefined => (existsSync(file) ? readFileSync(file, "utf8").trim() : undefined);

/** Ids of the instances that have a folder. */
export const hostsThere = (): string[] => (existsSync(inState("hosts")) ? readdirSync(inState("hosts")) : []);

export const readRecord = (instance: string): HostRecord | undefined => {
  const text = textOf(hostFiles(instance).record);
  return text === undefined ? undefined : (JSON.parse(text) as HostRecord);
};

/** Look at one host, from nothing but what lies on the disk and lives: a daemon that starts anew sees the same. */
export function readHost(instance: string): ActualHost {
  const files = hostFiles(instance);
  const record = readRecord(instance);
  if (record === undefined) {
    return { instance, address: "", life: "half-made", held: false, reboots: 0, volumes: [] };
  }
  const running = lives(readMark(files.loop)) || lives(readMark(files.system));
  const stopping = age(files.stopping);
  const sinceBoot = age(files.loop);
  const ended = textOf(files.ended) === "0" ? ("powered-off" as const) : ("died" as const);
  return {
    instance,
    address: record.address,
    life: running ? "running" : "off",
    ...(!running && sinceBoot !== undefined && { ended }),
    held: existsSync(files.held),
    ...(stopping !== undefined && { stopping }),
    reboots: Number(textOf(files.reboots) ?? 0),
    ...(sinceBoot !== undefined && { sinceBoot }),
    volumes: attachedVolumes(instance),
  };
}

/** Links are named `nvme-Amazon_Elastic_Block_Store_vol…`, without the dash of the id. */
export const volumeLink = (volume: string): string => `nvme-Amazon_Elastic_Block_Store_${volume.replace("-", "")}`;

function attachedVolumes(instance: string): string[] {
  const folder = join(hostFiles(instance).disk, "by-id");
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const id = /^nvme-Amazon_Elastic_Block_Store_vol([0-9a-f]+)$/.exec(name)?.[1];
    return id === undefined ? [] : [`vol-${id}`];
  });
}
