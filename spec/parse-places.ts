import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseCidr } from "./cidr";
import { issueFindings } from "./issue-findings";
import type { Mistake } from "./mistake";
import type { Place } from "./place";
import { type PlaceText, placesSchema } from "./place-schema";
import { type Finding, openSource } from "./source";

/** Every place of a file that has no mistake, and the mistakes of the others. */
export interface Places {
  readonly mistakes: readonly Mistake[];
  readonly places: ReadonlyMap<string, Place>;
  /** Names as written, places with mistakes among them; absent when the text is no YAML. */
  readonly names?: readonly string[];
}

const rangesOf = (name: string, place: PlaceText): [path: string[], cidr: string][] => [
  ...Object.entries(place.network.zones).map(([zone, { cidr }]): [string[], string] => [
    [name, "network", "zones", zone, "cidr"],
    cidr,
  ]),
  ...Object.entries(place.network.ranges ?? {}).map(([range, cidr]): [string[], string] => [
    [name, "network", "ranges", range],
    cidr,
  ]),
  ...(place.bastion === undefined ? [] : [[[name, "bastion", "cidr"], place.bastion.cidr] as [string[], string]]),
];

const rangeFindings = (name: string, place: PlaceText): Finding[] => {
  const bad = rangesOf(name, place)
    .filter(([, cidr]) => parseCidr(cidr) === undefined)
    .map(([path, got]) => ({
      path,
      what: "not a range",
      expected: "an address with no bit set beyond its prefix",
      got,
    }));
  const zones = Object.entries(place.network.zones);
  const overlaps = zones.flatMap(([zone, { cidr }], index) => {
    const range = parseCidr(cidr);
    const other = zones.slice(0, index).find(([, earlier]) => {
      const before = parseCidr(earlier.cidr);
      return range !== undefined && before !== undefined && before.first <= range.last && range.first <= before.last;
    });
    const path = [name, "network", "zones", zone, "cidr"];
    return other === undefined
      ? []
      : [{ path, what: `overlaps zone ${other[0]}`, expected: "a range of its own", got: cidr }];
  });
  return [...bad, ...overlaps];
};

const absolute = (folder: string, path: string): string =>
  path.startsWith("~/") ? join(homedir(), path.slice(2)) : resolve(folder, path);

const placeOf = (folder: string, name: string, text: PlaceText): Place => {
  const { bastion, state, ssh = {}, network, ...rest } = text;
  const { key, knownHosts, keyPair } = ssh;
  return {
    name,
    ...rest,
    network: { ...network, ranges: network.ranges ?? {} },
    ...(bastion === undefined ? {} : { bastion: { ...bastion, port: bastion.port ?? 22 } }),
    state: state.local === undefined ? { bucket: state.bucket ?? "" } : { local: absolute(folder, state.local) },
    ssh: {
      ...(key === undefined ? {} : { key: absolute(folder, key) }),
      ...(keyPair === undefined ? {} : { keyPair }),
      ...(knownHosts === undefined ? {} : { knownHosts: absolute(folder, knownHosts) }),
    },
  };
};

/** Read the text of `places.yaml`. Paths in it are relative to its folder; `~/` is the user's home. */
export const parsePlaces = (file: string, text: string): Places => {
  const source = openSource(file, text);
  if (source.mistakes.length > 0) return { mistakes: source.mistakes, places: new Map() };
  const parsed = placesSchema.safeParse(source.value);
  const findings = parsed.success ? [] : issueFindings(placesSchema, parsed.error.issues, source);
  const ill = new Set(parsed.error?.issues.map(({ path }) => String(path[0])));
  const all = Object.entries((source.value ?? {}) as Readonly<Record<string, PlaceText>>);
  const formed = ill.has("undefined") ? [] : all.filter(([name]) => !ill.has(name));
  const ranges = formed.map(([name, place]) => ({ name, place, findings: rangeFindings(name, place) }));
  const places = ranges.filter((one) => one.findings.length === 0);
  return {
    mistakes: [...findings, ...ranges.flatMap((one) => one.findings)].map((finding) => source.mistake(finding)),
    places: new Map(places.map(({ name, place }) => [name, placeOf(dirname(file), name, place)])),
    names: all.map(([name]) => name),
  };
};
