import { ensureArtefact } from "../../cli/run/artefact/artefact";
import { makeClassArchive } from "../../lab/base/class-archive";
import { knownVersions } from "../../spec";
import type { Part } from "./part";

/** One part for each release; nothing depends on it but the time that nodes take to start. */
export const classArchiveParts = (): Part[] =>
  knownVersions("kafka").map((version) => ({
    name: `classes of ${version}`,
    ensure: async (say) => {
      try {
        say("a node of it is run once");
        return { state: (await makeClassArchive(version, await ensureArtefact(version))) ? "made" : "there" };
      } catch (problem) {
        const reason = (problem as Error).message.split("\n")[0] ?? "";
        return { state: "there", what: `not made, nodes start more slowly (${reason})` };
      }
    },
  }));
