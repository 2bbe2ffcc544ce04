/**
 * A promise, but no longer than so many milliseconds.
 *
 * @throws Error "WHAT within N s" when it takes longer; what was begun goes on
 */
export function inTime<T>(promise: Promise<T>, limit: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what} within ${Math.max(0, Math.round(limit / 1000))} s`)),
      Math.max(0, limit),
    );
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
