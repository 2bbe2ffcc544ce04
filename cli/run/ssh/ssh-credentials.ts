import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type AnyAuthMethod, utils } from "ssh2";
import { agentKeys } from "./ssh-agent";

/** What to log in with, in order, and in words for the case that none of it is let in. */
export interface Credentials {
  readonly methods: readonly AnyAuthMethod[];
  readonly tried: readonly string[];
}

/** What a connection may log in with. */
export interface CredentialSources {
  readonly user: string;
  readonly home: string;
  /** The place's own key; nothing else is tried then. */
  readonly key: string | undefined;
  /** Keys named in the operator's configuration. Empty: OpenSSH's usual ones. */
  readonly identityFiles: readonly string[];
  readonly identitiesOnly: boolean;
  /** Path of the agent's socket. */
  readonly agent: string | undefined;
}

const usual = ["id_ed25519", "id_ecdsa", "id_rsa"];

/**
 * Collect keys and agent in OpenSSH's order: named keys that the agent holds, its other keys, then key files.
 * A key that cannot be used is left out and named.
 */
export async function credentials(from: CredentialSources): Promise<Credentials> {
  const { user } = from;
  const paths = from.key === undefined ? from.identityFiles : [from.key];
  const files =
    paths.length > 0
      ? paths.map((path) => readKey(path))
      : usual.map((name) => readKey(join(from.home, ".ssh", name))).filter((key) => !key.missing);
  const methods: AnyAuthMethod[] = [];
  const tried: string[] = [];

  if (from.agent !== undefined) {
    const named = files.flatMap((key) => key.publicKey ?? []);
    const only = from.key !== undefined || (from.identitiesOnly && paths.length > 0);
    try {
      const { agent, count } = await agentKeys(from.agent, named, only);
      if (count > 0) methods.push({ type: "agent", username: user, agent });
      if (!only || count > 0) tried.push(`the agent (${count} ${count === 1 ? "key" : "keys"})`);
    } catch (error) {
      tried.push(`the agent (${(error as Error).message})`);
    }
  }
  for (const key of files) {
    tried.push(key.says);
    if (key.text !== undefined) methods.push({ type: "publickey", username: user, key: key.text });
  }
  return { methods, tried };
}

interface KeyFile {
  readonly says: string;
  readonly missing?: boolean;
  /** Absent when it cannot be used. */
  readonly text?: Buffer;
  /** In wire form; by it the agent is asked for the same key. */
  readonly publicKey?: Buffer;
}

function readKey(path: string): KeyFile {
  let text: Buffer;
  try {
    text = readFileSync(path);
  } catch (error) {
    const { code = "unreadable" } = error as NodeJS.ErrnoException;
    return { says: `${path} (${code === "ENOENT" ? "not there" : code})`, missing: code === "ENOENT" };
  }
  const key = utils.parseKey(text);
  if (!(key instanceof Error)) return { says: path, text, publicKey: key.getPublicSSH() };
  const encrypted = /passphrase|encrypted/i.test(key.message);
  return { says: `${path} (${encrypted ? "has a passphrase: ssh-add it" : key.message})`, publicKey: publicHalf(path) };
}

function publicHalf(path: string): Buffer | undefined {
  try {
    const key = utils.parseKey(readFileSync(`${path}.pub`));
    return key instanceof Error ? undefined : key.getPublicSSH();
  } catch {
    return undefined;
  }
}
