import pc from "picocolors";

const { env, stdout } = process;

const asked = Boolean(env.FORCE_COLOR);
const terminal = stdout.isTTY === true && env.TERM !== "dumb";

/** Colours on a terminal, never in a pipe, CI or not; `NO_COLOR` and `FORCE_COLOR` have the last word. */
export const paint = pc.createColors(!env.NO_COLOR && (asked || terminal));
