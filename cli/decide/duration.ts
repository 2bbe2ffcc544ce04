const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `500ms`, `5m`, `2h`. */
export const durationForm = /^[1-9]\d*(ms|s|m|h)$/;

/** Milliseconds of a text in that form. */
export const millisecondsOf = (text: string): number =>
  Number.parseInt(text, 10) * (units[text.replace(/\d+/, "")] ?? 1);
