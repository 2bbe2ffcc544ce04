import { createHash } from "node:crypto";

const letters = "klmnopqrstuvwxyz";

/** What a config word looks like. */
export const configWordPattern = /^[k-z]{8}$/;

/**
 * The name of a config by its content: the first 8 hex digits of its SHA-256, spelled in the letters k to z,
 * because 8 hex digits are now and then a number to YAML.
 */
export const configWord = (text: string): string => {
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 8);
  return digest.replace(/./g, (digit) => letters[Number.parseInt(digit, 16)] ?? "");
};
