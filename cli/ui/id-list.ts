/** Ids as an operator reads them, sorted, neighbours folded: `11-13, 15`. */
export function idList(ids: readonly number[]): string {
  const runs: [from: number, to: number][] = [];
  for (const id of [...new Set(ids)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === id - 1) last[1] = id;
    else runs.push([id, id]);
  }
  return runs
    .flatMap(([from, to]) => (to - from === 1 ? [`${from}`, `${to}`] : [from === to ? `${from}` : `${from}-${to}`]))
    .join(", ");
}

/** `node 11`, `nodes 11-13, 15`. */
export const nodeList = (ids: readonly number[]): string =>
  `${new Set(ids).size === 1 ? "node" : "nodes"} ${idList(ids)}`;
