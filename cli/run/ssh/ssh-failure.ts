import type { Unreachable } from "../../facts/node-report";
import { Failure } from "../failure";

/** Why there is no way to a host. */
export type SshFailureKind =
  | "refused"
  | "timed out"
  | "no route"
  | "no such host"
  | "host key unknown"
  | "host key changed"
  | "host key revoked"
  | "not let in"
  | "lost"
  | "cannot be used"
  | "failed";

/** No way to a host, or no longer: what, and what to do about it. */
export class SshFailure extends Failure {
  /**
   * @param host as `address` or `address:port`, with the jump host it was reached through
   * @param detail what was found and what to do
   */
  constructor(
    readonly host: string,
    readonly kind: SshFailureKind,
    readonly detail?: string,
  ) {
    super(`${host}: ${kind}${detail === undefined ? "" : kind === "timed out" ? ` ${detail}` : `: ${detail}`}`, 1);
  }
}

/** A failure as a fact about a node. Anything but a failed connection is passed on as an error. */
export function unreachable(failure: unknown): Unreachable {
  if (failure instanceof SshFailure) return { unreachable: failure.message };
  throw failure;
}

interface SshError {
  readonly level?: string;
  readonly code?: string;
  readonly message: string;
}

const byCode: Readonly<Record<string, SshFailureKind>> = {
  ECONNREFUSED: "refused",
  ETIMEDOUT: "timed out",
  EHOSTUNREACH: "no route",
  ENETUNREACH: "no route",
  EHOSTDOWN: "no route",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "no such host",
  ECONNRESET: "lost",
  EPIPE: "lost",
};

/** Turn an error of ssh2 into a failure with a name. */
export function sshFailure(host: string, error: SshError): SshFailure {
  const kind = error.code === undefined ? undefined : byCode[error.code];
  if (kind !== undefined) return new SshFailure(host, kind, kind === "timed out" ? "while connecting" : undefined);
  if (error.level === "client-timeout") return new SshFailure(host, "lost", "no answer to keepalives");
  if (/Channel open failure: .*(refused)/i.test(error.message)) return new SshFailure(host, "refused");
  if (/Channel open failure: .*(prohibited)/i.test(error.message))
    return new SshFailure(host, "failed", "the jump host does not allow forwarding (AllowTcpForwarding)");
  if (/Channel open failure/i.test(error.message)) return new SshFailure(host, "no route", error.message);
  if (/no matching|handshake failed/i.test(error.message)) return new SshFailure(host, "failed", error.message);
  if (/No response from server|Connection lost|Not connected|before handshake/i.test(error.message))
    return new SshFailure(host, "lost");
  return new SshFailure(host, "failed", error.message);
}
