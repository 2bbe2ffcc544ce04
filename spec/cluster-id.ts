import { randomBytes } from "node:crypto";

/** Whether Kafka would print this cluster id as it is written: 16 bytes in URL-safe base64 without padding. */
export const isClusterId = (text: string): boolean => {
  const bytes = Buffer.from(text, "base64url");
  return bytes.length === 16 && bytes.toString("base64url") === text && !text.startsWith("-");
};

/** A new random Kafka cluster id. Never begins with `-`, which Kafka's tools would take for an option. */
export const newClusterId = (): string => {
  for (;;) {
    const id = randomBytes(16).toString("base64url");
    if (isClusterId(id)) return id;
  }
};
