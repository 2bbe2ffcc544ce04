/** An expected end that is not success: shown as its message alone, without a stack. */
export class Failure extends Error {
  override readonly name = "Failure";

  /** @param code 1 failed, 2 differences, 3 refused by a gate or a lease, 4 paused */
  constructor(
    message: string,
    readonly code: 1 | 2 | 3 | 4,
  ) {
    super(message);
  }
}
