import type { Kafka } from "./kafka-apis";

/** Kafka said no: an answer, so that no other broker is asked. */
export class KafkaRefused extends Error {
  override readonly name = "KafkaRefused";

  constructor(
    what: string,
    /** Name of Kafka's error, e.g. `INVALID_CONFIG`. */
    readonly error: string,
    said?: string | null,
  ) {
    super(`kafka: ${what}; got ${error}${said ? `: ${said}` : ""}`);
  }
}

/** Kafka's name of an error code. */
export const errorName = (kafka: Kafka, code: number): string => kafka.protocolErrorsCodesById[code] ?? `error ${code}`;

/**
 * See that an answer is no refusal.
 *
 * @param what the place and what was asked of it
 * @throws KafkaRefused with Kafka's own words
 */
export function accepted(
  kafka: Kafka,
  what: string,
  answer: { readonly errorCode: number; readonly errorMessage?: string | null },
): void {
  if (answer.errorCode !== 0) throw new KafkaRefused(what, errorName(kafka, answer.errorCode), answer.errorMessage);
}
