// Loaded before the CLI in the fault matrix. An operator's process that meets a signal at an exact line of its own
// output, or whose clock is wrong:
//   FAULT_AT    JSON list of [regular expression, signal]: each is met once, right after the line was written
//   FAULT_SKEW  milliseconds that its wall clock is ahead
if (/cli[\\/]main\.js$/.test(process.argv[1] ?? "")) {
  const waiting = JSON.parse(process.env.FAULT_AT ?? "[]").map(([line, signal]) => [new RegExp(line), signal]);
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk, ...rest) => {
    const written = write(chunk, ...rest);
    for (const line of String(chunk).split("\n")) {
      const index = waiting.findIndex(([pattern]) => pattern.test(line));
      if (index < 0) continue;
      const [[, signal]] = waiting.splice(index, 1);
      process.kill(process.pid, signal);
    }
    return written;
  };

  const skew = Number(process.env.FAULT_SKEW ?? 0);
  if (skew !== 0) {
    const RealDate = Date;
    globalThis.Date = class extends RealDate {
      constructor(...args) {
        if (args.length === 0) super(RealDate.now() + skew);
        else super(...args);
      }
      static now() {
        return RealDate.now() + skew;
      }
    };
  }
}
