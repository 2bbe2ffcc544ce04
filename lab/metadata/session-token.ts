import { createHmac, timingSafeEqual } from "node:crypto";

/** Longest life of a session token, seconds; the rule is EC2's. */
const longest = 21_600;

const sign = (secret: string, instance: string, until: string): Buffer =>
  createHmac("sha256", secret).update(`${instance} ${until}`).digest();

/**
 * A token for one instance. It holds its own end, so that a daemon that starts anew still knows it.
 *
 * @param ttl seconds, 1 to 21,600; anything else gives undefined
 */
export function issueToken(secret: string, instance: string, ttl: number, now: number): string | undefined {
  if (!Number.isInteger(ttl) || ttl < 1 || ttl > longest) return undefined;
  const until = String(now + ttl * 1000);
  return `${until}.${sign(secret, instance, until).toString("base64url")}`;
}

/** Whether a token is this instance's and has not ended. */
export function isValidToken(secret: string, instance: string, token: string, now: number): boolean {
  const [until = "", signature = ""] = token.split(".");
  const expected = sign(secret, instance, until);
  const got = Buffer.from(signature, "base64url");
  return got.length === expected.length && timingSafeEqual(got, expected) && Number(until) > now;
}
