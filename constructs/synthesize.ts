import { join } from "node:path";
import { App } from "cdktf";
import { BadInput } from "../spec";
import { forgetOtherState } from "./forget-other-state";
import { PlacedStack } from "./placed-stack";

/** Exit code for input that cannot be used. */
const badInput = 64;

/**
 * Builds an app's stacks, checks them and writes them for Terraform. Mistakes in cluster files and whatever the
 * constructs refuse are printed, all at once, and end the process with 64; nothing is written then.
 */
export const synthesize = (build: (app: App) => void): void => {
  const app = new App();
  try {
    build(app);
    const mistakes = app.node.findAll().flatMap((construct) => construct.node.validate());
    if (mistakes.length > 0) throw new BadInput(mistakes.join("\n"));
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = badInput;
    return;
  }
  app.synth();
  for (const stack of app.node.findAll().filter((construct) => construct instanceof PlacedStack))
    forgetOtherState(join(app.outdir, "stacks", stack.node.id));
};
