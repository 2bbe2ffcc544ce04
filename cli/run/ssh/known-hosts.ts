import { createHash, createHmac } from "node:crypto";

/** One usable line of a known_hosts file. */
export interface KnownHost {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly marker: "revoked" | "cert-authority" | undefined;
  /** Comma-separated patterns, or one hashed name (`|1|salt|hash`). */
  readonly hosts: string;
  readonly type: string;
  /** Base64 of the key's wire form. */
  readonly key: string;
}

/** What the known_hosts files say about a key that a host shows. */
export type HostKeyVerdict =
  | { readonly verdict: "known" }
  | { readonly verdict: "unknown" | "changed" | "revoked"; readonly line?: KnownHost };

const keyText = /^[A-Za-z0-9+/]+={0,2}$/;

/** Read known_hosts text. Lines that are no key lines are passed over, as OpenSSH does. */
export function parseKnownHosts(text: string, file: string): KnownHost[] {
  const found: KnownHost[] = [];
  text.split("\n").forEach((raw, index) => {
    const words = raw.trim().split(/[ \t]+/);
    if (words[0] === "" || words[0]?.startsWith("#")) return;
    const marker = words[0]?.startsWith("@") ? words.shift()?.slice(1) : undefined;
    if (marker !== undefined && marker !== "revoked" && marker !== "cert-authority") return;
    const [hosts, type, key] = words;
    if (hosts === undefined || type === undefined || key === undefined || !keyText.test(key)) return;
    found.push({ file, line: index + 1, marker, hosts, type, key });
  });
  return found;
}

/**
 * Judge the key that a host shows. A host that has any key on record, but not this one, has changed.
 *
 * @param key the key's wire form
 */
export function judgeHostKey(known: readonly KnownHost[], host: string, port: number, key: Buffer): HostKeyVerdict {
  const base64 = key.toString("base64");
  const verdicts = namesOf(host, port).map((name) => judgeName(known, name, base64));
  return (
    verdicts.find(({ verdict }) => verdict === "revoked") ??
    verdicts.find(({ verdict }) => verdict === "known") ??
    verdicts.find(({ verdict }) => verdict === "changed") ?? { verdict: "unknown" }
  );
}

function judgeName(known: readonly KnownHost[], name: string, key: string): HostKeyVerdict {
  const lines = known.filter((line) => line.marker !== "cert-authority" && matches(line.hosts, name));
  const revoked = lines.find((line) => line.marker === "revoked" && line.key === key);
  if (revoked) return { verdict: "revoked", line: revoked };
  const keys = lines.filter((line) => line.marker === undefined);
  if (keys.some((line) => line.key === key)) return { verdict: "known" };
  return keys[0] ? { verdict: "changed", line: keys[0] } : { verdict: "unknown" };
}

/** Types of the keys on record for a host, e.g. `ssh-ed25519`: ask for these first, as OpenSSH does. */
export function knownKeyTypes(known: readonly KnownHost[], host: string, port: number): string[] {
  const of = (name: string): string[] =>
    known.filter((line) => line.marker === undefined && matches(line.hosts, name)).map((line) => line.type);
  const types =
    namesOf(host, port)
      .map(of)
      .find((found) => found.length > 0) ?? [];
  return [...new Set(types)];
}

/** `SHA256:…` as OpenSSH prints it. */
export const fingerprint = (key: Buffer): string =>
  `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;

/** Type named in a key's wire form. */
export const typeOfKey = (key: Buffer): string => key.subarray(4, 4 + key.readUInt32BE(0)).toString("latin1");

/** As OpenSSH looks a host up: `[host]:port` for a port of its own, then without it. */
export function namesOf(host: string, port: number): string[] {
  const plain = host.toLowerCase();
  return port === 22 ? [plain] : [`[${plain}]:${port}`, plain];
}

function matches(hosts: string, name: string): boolean {
  if (hosts.startsWith("|1|")) {
    const [, , salt = "", hash] = hosts.split("|");
    return createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest("base64") === hash;
  }
  let hit = false;
  for (const pattern of hosts.split(",")) {
    const negated = pattern.startsWith("!");
    if (!wildcard(negated ? pattern.slice(1) : pattern, name)) continue;
    if (negated) return false;
    hit = true;
  }
  return hit;
}

/** `*` and `?` only: in known_hosts a bracket is a bracket. */
function wildcard(pattern: string, name: string): boolean {
  const source = pattern
    .toLowerCase()
    .replace(/[.*+?^${}()|[\]\\]/g, (c) => (c === "*" ? ".*" : c === "?" ? "." : `\\${c}`));
  return new RegExp(`^${source}$`, "s").test(name);
}
