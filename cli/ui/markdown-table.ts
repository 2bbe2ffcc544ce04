/** A Markdown table, padded: its text reads as well as the page, and no formatter changes it. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(3, ...all.map((row) => [...(row[i] ?? "")].length)));
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, i) => `${row[i] ?? ""}${" ".repeat(width - [...(row[i] ?? "")].length)}`).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}
