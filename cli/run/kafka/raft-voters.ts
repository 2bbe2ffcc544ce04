import { readQuorum } from "../../facts/read-quorum";
import { addRaftVoter, type ControllerAt, removeRaftVoter, type VoterKey } from "./kafka-apis";
import { body } from "./kafka-body";
import { accepted } from "./kafka-refused";
import type { KafkaSession } from "./kafka-session";

/** Milliseconds that the quorum may take to commit a new set of voters. */
const timeout = 20_000;

const isVoter = async ({ requests }: KafkaSession, { id, directory }: VoterKey): Promise<boolean> =>
  readQuorum(await requests.quorum()).voters.some((voter) => voter.id === id && voter.directory === directory);

/** Whether there was anything to do. */
export interface Changed {
  readonly changed: boolean;
}

/**
 * Take a voter out of the quorum, where it is one.
 *
 * @throws KafkaRefused
 */
export async function removeVoter(session: KafkaSession, voter: VoterKey): Promise<Changed> {
  if (!(await isVoter(session, voter))) return { changed: false };
  const { kafka, connection } = session;
  const answer = await body("RemoveRaftVoter", removeRaftVoter(kafka).async(connection, voter));
  accepted(kafka, `remove voter ${voter.id}`, answer);
  return { changed: true };
}

/**
 * Make a controller a voter, where it is none.
 *
 * @throws KafkaRefused
 */
export async function addVoter(session: KafkaSession, voter: VoterKey, at: ControllerAt): Promise<Changed> {
  if (await isVoter(session, voter)) return { changed: false };
  const { kafka, connection } = session;
  const answer = await body("AddRaftVoter", addRaftVoter(kafka).async(connection, voter, at, timeout));
  accepted(kafka, `add voter ${voter.id}`, answer);
  return { changed: true };
}
