import { createInterface } from "node:readline/promises";

/** Ask on the terminal; only `yes` is a yes, as Terraform's users know it. */
export async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question(`${question} Only 'yes' is accepted: `)).trim() === "yes";
  } finally {
    terminal.close();
  }
}
