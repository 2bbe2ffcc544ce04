import { readFileSync } from "node:fs";
import { ensureArtefact } from "../../cli/run/artefact/artefact";
import { knownVersions } from "../../spec";
import type { Part } from "./part";

/** One part for each release of Kafka that the lock file knows. */
export const artefacts = (): Part[] =>
  knownVersions("kafka").map((version) => ({
    name: `Kafka ${version}`,
    ensure: async (say) => {
      let built = false;
      const log = (line: string): void => {
        built = true;
        say(line);
      };
      try {
        const tar = await ensureArtefact(version, { log });
        return { state: built ? "made" : "there", what: `${Math.round(readFileSync(tar).length / 2 ** 20)} MiB` };
      } catch (problem) {
        const reason = (problem as Error).message.split("\n")[0] ?? "";
        return { state: "missing", what: `Kafka ${version}; get it: mvn must reach Maven Central (${reason})` };
      }
    },
  }));
