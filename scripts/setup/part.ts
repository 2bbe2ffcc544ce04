/** How a part of the set-up ended. */
export type Outcome =
  | { readonly state: "there" | "made"; readonly what?: string }
  /** It cannot be had from here: what is missing, and how to get it. */
  | { readonly state: "missing"; readonly what: string };

/** One thing that must be on the machine. Left alone when it is there. */
export interface Part {
  readonly name: string;
  /** @param say a line of progress, for what takes long */
  readonly ensure: (say: (line: string) => void) => Promise<Outcome>;
}
