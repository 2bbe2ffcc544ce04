import { readFileSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../../cli/write/replace-file";
import { packageRoot } from "../../spec";
import { render } from "./render";
import type { Run } from "./run";

const [begin, end] = ["<!-- figures: `npm run bench -- --write` -->", "<!-- end of figures -->"];

/** Put the figures of runs into docs/bench.md, between its two marks, and leave every other line alone. */
export async function writeDocs(runs: readonly Run[]): Promise<string> {
  const file = join(packageRoot(), "docs", "bench.md");
  const text = readFileSync(file, "utf8");
  const [before, after] = [text.indexOf(begin), text.indexOf(end)];
  if (before < 0 || after < before) throw new Error(`docs/bench.md: expected ${begin} and ${end}; got one or none`);
  const figures = render(runs, markdown);
  await replaceFile(file, `${text.slice(0, before + begin.length)}\n\n${figures}\n\n${text.slice(after)}`);
  return "docs/bench.md";
}

function markdown([head = [], ...rows]: string[][]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}
