import { Fleet } from "../../cli/run/fleet";
import type { PlainHosts } from "../lab/plain-hosts";
import { step } from "./step";

const program = `#!/bin/sh\nprintf '{"verb":"${step.verb}","changed":false}\\n'\n`;

/**
 * Lay the program that the steps run onto every host: it does nothing, so that what is measured is the way there.
 *
 * @returns milliseconds that it takes on a host by itself, the median of twenty
 */
export async function layStep({ cluster }: PlainHosts): Promise<number> {
  const fleet = new Fleet(cluster);
  const [path] = step.argv;
  const write = `cat > ${path} && chmod 755 ${path}`;
  const clock = `for i in $(seq 20); do a=$(date +%s%N); ${step.argv.join(" ")} > /dev/null; b=$(date +%s%N); echo $((b - a)); done`;
  try {
    const laid = await fleet.each(async (transport) => {
      await transport.run(["sh", "-c", write], { stdin: program });
      return transport.run(["sh", "-c", clock]);
    });
    const times = Object.values(laid).flatMap((answer) => {
      if (!("code" in answer) || answer.code !== 0)
        throw new Error(`${path} could not be laid: ${JSON.stringify(answer)}`);
      return answer.stdout.trim().split("\n").map(Number);
    });
    const [middle = Number.NaN] = times.sort((a, b) => a - b).slice(Math.floor(times.length / 2));
    return middle / 1e6;
  } finally {
    await fleet.close();
  }
}
