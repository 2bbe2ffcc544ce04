import { missingForLab } from "../lab";
import { withPlainHosts } from "./lab/plain-hosts";
import { median, summary } from "./measure/summary";
import { byAnsible, byMitogen } from "./orchestration/by-ansible";
import { byDataops, spent } from "./orchestration/by-dataops";
import { bySsh } from "./orchestration/by-ssh";
import { layStep } from "./orchestration/lay-step";
import { stepsAHost, type Way } from "./orchestration/step";
import type { Bench, Result } from "./result";

const rounds = 3;
/** Goings of the quick ones in every round. */
const often = 5;

interface Peer {
  readonly way: Way;
  /** Goings in every round. */
  readonly times: number;
  /** The most that ours may take as a multiple of its time. */
  readonly targetRatio?: number;
}

const peers: readonly Peer[] = [
  { way: bySsh, times: often },
  { way: byMitogen, times: 1, targetRatio: 1 / 5 },
  { way: byAnsible, times: 1, targetRatio: 1 / 10 },
];

/** Ten equal steps on each of six hosts, one after the other, from cold connections, beside what else one would use. */
export const orchestration: Bench = {
  name: "orchestration",
  says: "ten steps on six hosts, in the lab",
  missing: missingForLab,
  run: (say) =>
    withPlainHosts(say, async (hosts) => {
      const own = await layStep(hosts);
      const there: Peer[] = [];
      const leftOut: string[] = [];
      for (const peer of peers) {
        const missing = await peer.way.missing(hosts);
        if (missing === undefined) there.push(peer);
        else leftOut.push(`orchestration: ${peer.way.name}: left out; ${missing}`);
      }
      const all = [{ way: byDataops, times: often }, ...there];
      const found = new Map(all.map(({ way }): [Way, number[]] => [way, []]));
      const of = (way: Way): number[] => found.get(way) ?? [];
      say(`in turns: ${all.map(({ way }) => way.name).join("; ")}`);
      for (const { way } of all) await way.go(hosts);
      spent.length = 0;
      for (let round = 0; round < rounds; round++)
        for (const { way, times } of all) for (let i = 0; i < times; i++) of(way).push(await way.go(hosts));

      const steps = hosts.cluster.nodes.length * stepsAHost;
      const beside = ({ way, targetRatio }: Peer): Result =>
        summary(`${steps} steps over SSH, one after the other`, "ms", of(byDataops), {
          ...(targetRatio === undefined ? { target: 1500 } : { targetRatio }),
          peer: { name: way.name, median: median(of(way)) },
        });
      const middle = (of: (going: (typeof spent)[number]) => number): string =>
        `${Math.round(median(spent.map(of)))} ms`;
      const part = (name: keyof (typeof spent)[number]["parts"]): string =>
        `${name} ${middle(({ parts }) => parts[name])}`;
      const rest = middle(({ parts, whole }) => whole - Object.values(parts).reduce((sum, ms) => sum + ms, 0));
      return {
        results: there.map(beside),
        notes: [
          "orchestration: ours is a roll by its own loop, gates and plan: a restart of six nodes by a playbook of nine `run` steps and a `start`; hosts report over SSH, Kafka and the cloud are made believe to be well, since there are none",
          `orchestration: of ours ${part("connecting")} to all hosts at once, ${part("steps")}, ${part("looks")}, ${part("journal")}, deciding and all else ${rest}; everyone becomes root through sudo; the step itself takes ${own.toFixed(1)} ms on its host`,
          "orchestration: the start of a peer's own process is in its time; that of ours is not, it is the bench `help`",
          ...leftOut,
        ],
      };
    }),
};
