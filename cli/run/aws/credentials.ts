import { Failure } from "../failure";

const none = /could not load credentials|credential(s)? (is|are) missing|resolved credential object is not valid/i;
const refused =
  /^(ExpiredToken|ExpiredTokenException|RequestExpired|InvalidAccessKeyId|InvalidClientTokenId|UnrecognizedClientException|AuthFailure|TokenProviderError)$/;

/**
 * What an operator can do about credentials that are missing or refused; undefined where an error is about something
 * else.
 *
 * @param where what was asked, e.g. `EC2 in eu-west-1`
 */
export function credentialsFailure(error: unknown, where: string): Failure | undefined {
  if (!(error instanceof Error)) return undefined;
  const { message, name } = error;
  if (none.test(message) || name === "CredentialsProviderError")
    return new Failure(
      `${where}: no AWS credentials; expected AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a role of this machine; got: ${message}`,
      1,
    );
  if (refused.test(name))
    return new Failure(
      `${where}: AWS credentials refused; expected ones that are valid (log in again, or look at AWS_PROFILE and AWS_ACCESS_KEY_ID); got ${name}: ${message}`,
      1,
    );
  return undefined;
}
