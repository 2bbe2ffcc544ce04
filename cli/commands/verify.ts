import { Command } from "commander";
import { readCluster } from "../../spec";
import { withCluster } from "../run/open-cluster";
import { prove } from "../run/prove";
import { paint } from "../ui/paint";
import { renderProof } from "../ui/render-proof";

/** `dataops verify CLUSTER`: 0 code, cloud and fleet are one; 2 they are not; 1 a control saw nothing. */
export function verifyCommand(): Command {
  return new Command("verify")
    .description("Prove that code, cloud and fleet are one: the full plan is empty, and every node runs its record.")
    .argument("<cluster>", "name of a cluster file")
    .option("--json", "print JSON, format 1")
    .action(async (name: string, options: { json?: boolean }) => {
      const cluster = readCluster(name);
      const proof = await withCluster(cluster, async (open) => prove(cluster, await open.observe({ cloudMaxAge: 0 })));
      process.stdout.write(`${options.json ? JSON.stringify(proof, null, 2) : renderProof(proof, paint)}\n`);
      process.exitCode = proof.code;
    });
}
