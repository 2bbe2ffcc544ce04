import type { ClusterRecord, Listener, Node, NodeRecord, Pool, Role } from "./cluster";
import type { ClusterText, NodeRecordText } from "./cluster-schema";
import { parseDisk } from "./disk";
import { parseDuration } from "./duration";
import type { Place } from "./place";
import { parseRate } from "./rate";
import { parseSize } from "./size";
import type { Path } from "./source";

/** A cluster file as far as its parts have the right form: what checks look at. */
export interface Draft {
  readonly file: string;
  readonly name?: string;
  readonly placeName?: string;
  /** Absent too when the place itself has mistakes. */
  readonly place?: Place;
  readonly version?: string;
  readonly image?: string;
  readonly traffic?: { readonly in: number; readonly keep: number; readonly replicas: number };
  readonly pools: Readonly<Record<string, Pool>>;
  readonly config: Readonly<Record<string, string>>;
  readonly listeners: Readonly<Record<string, Listener>>;
  readonly secrets?: string;
  readonly linked: readonly string[];
  readonly ssh?: { readonly user: string; readonly sudo: boolean; readonly port: number };
  readonly nodes: readonly Node[];
  readonly recorded: { readonly cluster?: ClusterRecord; readonly nodes: Readonly<Record<number, NodeRecord>> };
  /** Whether nothing at or below these parts had to be left out of the draft. */
  sound(...sections: readonly string[]): boolean;
  /** Whether this very part had to be left out, e.g. `lost("recorded")` or `lost("recorded", "11")`. */
  lost(...part: readonly string[]): boolean;
}

/** Parts that may be right while their neighbours are not. */
const sections = ["pools", "config", "listeners", "nodes", "recorded"];

/** The part of a file that a mistake at this path spoils. */
export const spoiled = (path: Path): string => path.slice(0, sections.includes(String(path[0])) ? 2 : 1).join("\n");

/** The parts of a map that are not spoiled. */
export const unspoiled = (value: unknown, broken: ReadonlySet<string>): Partial<ClusterText> => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  const entries = Object.entries(value).filter(([key]) => !broken.has(key));
  return Object.fromEntries(
    entries.map(([key, part]: [string, unknown]) => {
      if (!sections.includes(key)) return [key, part];
      return [
        key,
        Object.fromEntries(Object.entries(part as object).filter(([name]) => !broken.has(`${key}\n${name}`))),
      ];
    }),
  );
};

const rolesOf = (name: string, written: readonly Role[] | undefined): readonly Role[] => {
  if (written !== undefined) return [...new Set(written)].sort();
  if (name === "controllers") return ["controller"];
  return name === "brokers" ? ["broker"] : [];
};

const mapValues = <In, Out>(of: Readonly<Record<string, In>> = {}, to: (value: In, key: string) => Out) =>
  Object.fromEntries(Object.entries(of).map(([key, value]) => [key, to(value, key)]));

/** Turn text into values; every part given has the right form. */
export const draftOf = (
  file: string,
  text: Partial<ClusterText>,
  place: Place | undefined,
  broken: ReadonlySet<string>,
): Draft => {
  const { cluster, ...records } = text.recorded ?? {};
  return {
    file,
    ...(text.name === undefined ? {} : { name: text.name }),
    ...(text.place === undefined ? {} : { placeName: text.place }),
    ...(place === undefined ? {} : { place }),
    ...(text.version === undefined ? {} : { version: text.version }),
    ...(text.image === undefined ? {} : { image: text.image }),
    ...(text.secrets === undefined ? {} : { secrets: text.secrets }),
    linked: text.linked ?? [],
    ...(text.traffic === undefined
      ? {}
      : {
          traffic: {
            in: parseRate(text.traffic.in),
            keep: parseDuration(text.traffic.keep),
            replicas: text.traffic.replicas,
          },
        }),
    pools: mapValues(text.pools, ({ type, disk, roles, heap }, name) => ({
      name,
      type,
      disk: parseDisk(disk),
      roles: rolesOf(name, roles),
      ...(heap === undefined ? {} : { heap: parseSize(heap) }),
    })),
    config: mapValues(text.config, String),
    listeners: mapValues(text.listeners, (listener, name) => ({ name, ...listener })),
    ...(text.ssh === undefined ? {} : { ssh: { ...text.ssh, port: text.ssh.port ?? 22 } }),
    nodes: Object.entries(text.nodes ?? {})
      .map(([id, node]) => ({ id: Number(id), ...node, generation: node.generation ?? 1 }))
      .sort((a, b) => a.id - b.id),
    recorded: {
      ...(cluster === undefined ? {} : { cluster: { id: cluster.id, metadataVersion: cluster["metadata.version"] } }),
      nodes: mapValues(records as Readonly<Record<string, NodeRecordText>>, (record) => ({
        ...record,
        disk: parseDisk(record.disk),
      })),
    },
    sound: (...parts) => parts.every((part) => ![...broken].some((one) => one === part || one.startsWith(`${part}\n`))),
    lost: (...part) => broken.has(part.join("\n")),
  };
};
