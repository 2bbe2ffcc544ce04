/** What lies at the bottom of an error: Kafka's library wraps what went wrong on the socket. */
export function rootCause(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  return error.cause instanceof Error ? rootCause(error.cause) : error;
}
