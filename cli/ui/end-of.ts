import { BadInput } from "../../spec/mistake";
import { Failure } from "../run/failure";
import { SshFailure } from "../run/ssh/ssh-failure";

/** Show an error as its reader needs it and name its exit code: expected ones as their message alone. */
export function endOf(error: unknown, write: (text: string) => void): number {
  if (error instanceof BadInput) {
    write(`${error.message}\n`);
    return 64;
  }
  if (error instanceof Failure) {
    write(`${error.message}\n`);
    return error.code;
  }
  if (error instanceof SshFailure) {
    write(`${error.message}\n`);
    return 1;
  }
  const message = error instanceof Error ? error.message : String(error);
  write(`${message}\n`);
  if (process.env.DATAOPS_DEBUG !== undefined && error instanceof Error) write(`${error.stack ?? ""}\n`);
  else write("this was not expected; DATAOPS_DEBUG=1 shows where it happened\n");
  return 1;
}
