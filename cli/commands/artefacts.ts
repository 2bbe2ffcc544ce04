import { Command } from "commander";
import { stringify } from "yaml";
import { knownVersions } from "../../spec/known-versions";
import { readPlace } from "../../spec/read-place";
import { lockArtefact } from "../run/artefact/artefact";
import { syncArtefacts } from "../run/artefact/artefact-sync";

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

async function sync(name: string, versions: readonly string[], { json }: { json?: boolean }): Promise<void> {
  const asked = versions.length > 0 ? versions : knownVersions("kafka");
  const synced = await syncArtefacts(readPlace(name), asked, json ? undefined : tell);
  if (json) process.stdout.write(`${JSON.stringify(synced)}\n`);
  else if (synced.put.length === 0)
    process.stdout.write(`${name}: nothing to put, ${synced.present.length} are there\n`);
  else process.stdout.write(`${name}: put ${synced.put.length}, ${synced.present.length} were there\n`);
}

async function lock(coordinates: readonly string[]): Promise<void> {
  process.stdout.write(stringify(await lockArtefact(coordinates), { lineWidth: 0 }));
}

/** `dataops artefacts`: what nodes fetch. */
export function artefactsCommand(): Command {
  const command = new Command("artefacts").description("What nodes fetch: releases of Kafka and the host program.");
  command
    .command("sync <place> [versions...]")
    .description("Put releases (default: all that dataops knows) and the host program into the place's bucket.")
    .option("--json", "one line of JSON")
    .action(sync);
  command
    .command("lock <coordinates...>")
    .description("Print an entry for spec/artefacts.lock.yaml, made from Maven coordinates (group:artifact:version).")
    .action(lock);
  return command;
}
