import { readLab, writeLab } from "./lab-record";

/** Leave the lab up after the turn that it was made in: it is then as one that was brought up by hand. */
export async function keepLab(): Promise<void> {
  const lab = readLab();
  if (lab === undefined) return;
  const { turn: _, ...kept } = lab;
  await writeLab(kept);
}
