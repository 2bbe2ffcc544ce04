import { join } from "node:path";
import { packageRoot } from "../spec";
import { sideBySide } from "./measure/side-by-side";
import { median, summary } from "./measure/summary";
import type { Bench } from "./result";

const runs = 15;

/** The first thing that anyone sees of the CLI. */
export const help: Bench = {
  name: "help",
  says: "dataops --help, as a process",
  async run() {
    const main = join(packageRoot(), "dist", "cli", "main.js");
    const costs = await sideBySide({ argv: ["node", main, "--help"] }, { argv: ["node", "-e", "0"] }, runs);
    const peer = { name: "node -e 0", median: median(costs.peer.map(({ ms }) => ms)) };
    const values = costs.subject.map(({ ms }) => ms);
    return { results: [summary("dataops --help", "ms", values, { target: 250, peer })] };
  },
};
