import { markdownTable } from "./markdown-table";
import { toldSays } from "./told";

/** Events of `--json` as a Markdown table. */
export const toldTable = (): string =>
  markdownTable(
    ["event", "what it says, and its fields beside `at` and `event`"],
    Object.entries(toldSays).map(([event, says]) => [`\`${event}\``, says]),
  );
