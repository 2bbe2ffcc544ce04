/** `2026-11-22 05:31`, UTC. */
export const moment = (at: number): string => new Date(at).toISOString().slice(0, 16).replace("T", " ");

/** `05:31:12`, UTC. */
export const clock = (at: number): string => new Date(at).toISOString().slice(11, 19);
