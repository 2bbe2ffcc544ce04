import pc from "picocolors";

const { env, stdout } = process;

/** Colours on a terminal, never in a pipe, CI or not; `NO_COLOR` and `FORCE_COLOR` have the last word. */
export const paint = pc.createColors(
  !env.NO_COLOR && (Boolean(env.FORCE_COLOR) || (stdout.isTTY && env.TERM !== "dumb")),
);
