import { met, type Part, type Result } from "../result";

export const resultHead = ["what", "median", "min … max", "runs", "target", "", "beside", "ratio"] as const;
export const partHead = ["where a roll's time goes", "s", "share"] as const;

/** A result as cells of text. */
export function resultRow(result: Result): string[] {
  const { name, unit, runs, median, min, max, target, targetRatio, peer } = result;
  const word = met(result);
  return [
    name,
    `${figure(median)} ${unit}`,
    runs > 1 ? `${figure(min)} … ${figure(max)}` : "",
    String(runs),
    [
      ...(target === undefined ? [] : [`≤ ${target} ${unit}`]),
      ...(targetRatio === undefined ? [] : [`≤ ${multiple(targetRatio)}`]),
    ].join(", "),
    word === undefined ? "" : word ? "met" : "missed",
    peer === undefined ? "" : `${peer.name}: ${figure(peer.median)} ${unit}`,
    peer === undefined ? "" : ratio(median, peer.median),
  ];
}

export const partRow = ({ name, seconds, share }: Part): string[] => [
  name,
  seconds.toFixed(2),
  `${(100 * share).toFixed(1)} %`,
];

/** Three digits, or all that stand before the point. */
const figure = (value: number): string => value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);

/** The result as a multiple of its peer. */
const ratio = (value: number, peer: number): string => multiple(value / peer);

/** One that is small is said the other way round. */
const multiple = (times: number): string =>
  times > 0.2 ? `${times.toFixed(2)}×` : `1/${Number((1 / times).toFixed(1))}`;
