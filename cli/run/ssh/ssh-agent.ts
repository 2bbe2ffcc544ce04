import { BaseAgent, createAgent, type ParsedKey, type SignCallback, type SigningRequestOptions } from "ssh2";

/** Some of an agent's keys, in an order of ours. */
class AgentKeys extends BaseAgent<ParsedKey> {
  constructor(
    private readonly agent: BaseAgent,
    private readonly keys: ParsedKey[],
  ) {
    super();
  }

  override getIdentities(done: (error: Error | undefined, keys?: ParsedKey[]) => void): void {
    done(undefined, this.keys);
  }

  override sign(
    key: ParsedKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    done?: SignCallback,
  ): void {
    if (typeof options === "function") this.agent.sign(key, data, options);
    else this.agent.sign(key, data, options, done);
  }
}

/** Milliseconds: an agent that hangs must not hold up a roll. */
const patience = 2000;

/**
 * What an agent holds: first the keys that are named, then the others unless only those are wanted.
 *
 * Asked beforehand, because ssh2 gives a connection up when its agent does not answer, whatever else there is to try.
 *
 * @param named public keys in wire form
 * @throws when the agent does not answer
 */
export function agentKeys(
  socket: string,
  named: readonly Buffer[],
  only: boolean,
): Promise<{ agent: BaseAgent<ParsedKey>; count: number }> {
  const agent = createAgent(socket);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("no answer")), patience);
    agent.getIdentities((error, found) => {
      clearTimeout(timer);
      if (error) return reject(error);
      const keys = (found ?? []).filter((key): key is ParsedKey => typeof key === "object" && "getPublicSSH" in key);
      const rank = (key: ParsedKey): number => named.findIndex((one) => one.equals(key.getPublicSSH()));
      const first = keys.filter((key) => rank(key) >= 0).sort((a, b) => rank(a) - rank(b));
      const chosen = only ? first : [...first, ...keys.filter((key) => rank(key) < 0)];
      resolve({ agent: new AgentKeys(agent, chosen), count: chosen.length });
    });
  });
}
