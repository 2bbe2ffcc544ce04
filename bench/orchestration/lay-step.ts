import { hostProgramPath } from "../../cli/run/host/host-call";
import { Fleet } from "../../cli/run/ssh/fleet";
import type { PlainHosts } from "../lab/plain-hosts";
import { scaleReport } from "../world/scale-observed";
import { argv } from "./step";

/** Answers `report` as the host program of a node that is well would, and to all else that it is done already. */
const standIn = (report: unknown): string =>
  `#!/bin/sh\ncase "$1" in\nreport) printf '%s\\n' '${JSON.stringify(report)}' ;;\n*) printf '{"changed":false}\\n' ;;\nesac\n`;

/**
 * Lay a stand-in for the host program onto every host: it does nothing, so that what is measured is the way there.
 *
 * @returns milliseconds that a step takes on a host by itself, the median of twenty
 */
export async function layStep({ cluster }: PlainHosts): Promise<number> {
  const fleet = new Fleet(cluster);
  const write = `cat > ${hostProgramPath} && chmod 755 ${hostProgramPath}`;
  const clock = `for i in $(seq 20); do a=$(date +%s%N); ${argv.join(" ")} > /dev/null; b=$(date +%s%N); echo $((b - a)); done`;
  try {
    const laid = await fleet.each(async (transport, { id }) => {
      await transport.run(["sh", "-c", write], { stdin: standIn(scaleReport(cluster, id)) });
      return transport.run(["sh", "-c", clock]);
    });
    const times = Object.values(laid).flatMap((answer) => {
      if (!("code" in answer) || answer.code !== 0)
        throw new Error(`${hostProgramPath} could not be laid: ${JSON.stringify(answer)}`);
      return answer.stdout.trim().split("\n").map(Number);
    });
    const [middle = Number.NaN] = times.sort((a, b) => a - b).slice(Math.floor(times.length / 2));
    return middle / 1e6;
  } finally {
    await fleet.close();
  }
}
