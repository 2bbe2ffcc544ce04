import { takeTurn as takeLabTurn } from "../../lab";

/**
 * Wait until the machine's one lab is nobody's, and keep others out.
 *
 * @returns gives the turn back
 */
export const takeTurn = (say: (line: string) => void): Promise<() => void> => takeLabTurn("bench", say);
