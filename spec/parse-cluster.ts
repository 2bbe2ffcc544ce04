import { checks } from "./checks";
import type { Cluster } from "./cluster";
import { clusterSchema } from "./cluster-schema";
import { type Draft, draftOf, spoiled, unspoiled } from "./draft";
import { issueFindings } from "./issue-findings";
import { knownVersions } from "./known-versions";
import { BadInput, byPlace } from "./mistake";
import { parsePlaces } from "./parse-places";
import { openSource } from "./source";

/** The texts that a cluster is made of. */
export interface ClusterTexts {
  /** Path of the cluster file, for messages. */
  readonly file: string;
  readonly text: string;
  /** Path of `places.yaml`: messages, and the folder that its paths are relative to. */
  readonly placesFile: string;
  readonly placesText: string;
  /** Recorded configs of the cluster: text by word. */
  readonly configs: ReadonlyMap<string, string>;
  /** Releases that are known. Default: those of `spec/artefacts.lock.yaml`. */
  readonly versions?: readonly string[];
}

/** A draft without mistakes has every part; the compiler wants to hear it. */
const complete = (draft: Draft): Cluster => {
  const {
    file,
    name,
    place,
    version,
    image,
    traffic,
    pools,
    config,
    listeners,
    secrets,
    linked,
    ssh,
    nodes,
    recorded,
  } = draft;
  const { cluster } = recorded;
  if (!name || !place || !version || !image || !traffic || !ssh || !cluster) {
    throw new Error(`${file}: a checked draft lacks a part`);
  }
  return {
    file,
    name,
    kind: "kafka",
    place,
    version,
    image,
    traffic,
    pools,
    config,
    listeners,
    ...(secrets === undefined ? {} : { secrets }),
    linked,
    ssh,
    nodes,
    recorded: { cluster, nodes: recorded.nodes },
  };
};

/**
 * Read and check a cluster file against its place.
 *
 * @throws BadInput with every mistake of both files, each with its line.
 */
export const parseCluster = ({ file, text, placesFile, placesText, configs, versions }: ClusterTexts): Cluster => {
  const places = parsePlaces(placesFile, placesText);
  const source = openSource(file, text);
  if (source.mistakes.length > 0) throw new BadInput([...source.mistakes].sort(byPlace).concat(places.mistakes));

  const parsed = clusterSchema.safeParse(source.value);
  const issues = parsed.error?.issues ?? [];
  const ofForm = issueFindings(clusterSchema, issues, source);
  // A key too many spoils nothing that is beside it.
  const broken = new Set(
    issues.filter(({ code }) => code !== "unrecognized_keys").map(({ path }) => spoiled(path.map(String))),
  );
  const good = unspoiled(source.value, broken);
  const draft = draftOf(file, good, places.places.get(good.place ?? ""), broken);

  const checked = {
    ...draft,
    configs,
    versions: versions ?? knownVersions("kafka"),
    ...(places.names === undefined ? {} : { placeNames: places.names }),
  };
  const ofMeaning = issues.some(({ path }) => path.length === 0 && issues[0]?.code === "invalid_type")
    ? []
    : checks.flatMap(({ find }) => find(checked));
  const mistakes = [...ofForm, ...ofMeaning].map((finding) => source.mistake(finding));
  if (mistakes.length + places.mistakes.length > 0) {
    throw new BadInput([...mistakes.sort(byPlace), ...places.mistakes]);
  }
  return complete(draft);
};
