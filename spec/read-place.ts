import { BadInput } from "./mistake";
import { nearest } from "./nearest";
import { parsePlaces } from "./parse-places";
import type { Place } from "./place";
import { placesFile, readText } from "./read-cluster";

/**
 * Every place, in the file's order.
 *
 * @throws BadInput with every mistake of the file.
 */
export const readPlaces = (): readonly Place[] => {
  const { mistakes, places } = parsePlaces(placesFile(), readText(placesFile()));
  if (mistakes.length > 0) throw new BadInput(mistakes);
  return [...places.values()];
};

/**
 * One place.
 *
 * @throws BadInput with every mistake of the file; an unknown place names those that there are.
 */
export const readPlace = (name: string): Place => {
  const places = readPlaces();
  const place = places.find((one) => one.name === name);
  if (place !== undefined) return place;
  const names = places.map((one) => one.name);
  const expected = nearest(name, names) ?? `one of ${names.join(", ")}`;
  throw new BadInput(`${placesFile()}: unknown place; expected ${expected}; got ${name}`);
};
