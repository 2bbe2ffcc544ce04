import { join } from "node:path";
import { manualTables } from "../cli/ui/manual-tables";
import { toldTable } from "../cli/ui/told-table";
import { packageRoot } from "../spec/package-root";

/** Documents of which a part comes from the code, as they should be. */
export function renewed(read: (file: string) => string): { readonly file: string; readonly text: string }[] {
  const docs = join(packageRoot(), "docs");
  const example = read(join(packageRoot(), "playbooks", "kafka-roll.yaml")).trimEnd();
  const playbook = join(docs, "playbook.md");
  const json = join(docs, "json.md");
  const withExample = between(read(playbook), "example", `\`\`\`yaml\n${example}\n\`\`\``);
  return [
    { file: playbook, text: between(withExample, "tables", manualTables()) },
    { file: json, text: between(read(json), "events", toldTable()) },
  ];
}

/** A document with what stands between two marks, each on a line of its own, put in anew. */
function between(document: string, name: string, text: string): string {
  const [from, to] = [`<!-- ${name}: from the code -->`, `<!-- end of ${name} -->`];
  const [before, rest] = [document.indexOf(from), document.indexOf(to)];
  if (before < 0 || rest < before) throw new Error(`expected ${from} and after it ${to}`);
  return `${document.slice(0, before + from.length)}\n\n${text}\n\n${document.slice(rest)}`;
}
