import { basename } from "node:path";
import { unknownName } from "../unknown-name";
import type { Check, Checked } from "./check";

const recordsOf = (of: Checked) => Object.entries(of.recorded.nodes);

export const fileIsNamedAsItsCluster: Check = {
  name: "the file is named as its cluster",
  find: ({ name, file }) => {
    const stem = basename(file).replace(/\.yaml$/, "");
    return name === undefined || name === stem
      ? []
      : [{ path: ["name"], what: "not the name of the file", expected: stem, got: name }];
  },
};

export const placeIsKnown: Check = {
  name: "the place is known",
  find: ({ placeName, placeNames }) =>
    placeName === undefined || placeNames === undefined || placeNames.includes(placeName)
      ? []
      : [unknownName(["place"], "place", placeName, placeNames)],
};

export const versionsAreKnown: Check = {
  name: "every version is known",
  find: (of) =>
    [
      ...(of.version === undefined ? [] : [[["version"], of.version] as const]),
      ...recordsOf(of).map(([id, { version }]) => [["recorded", id, "version"], version] as const),
    ].flatMap(([path, version]) =>
      // No guess: another release is another decision.
      of.versions.includes(version)
        ? []
        : [{ path, what: "unknown version", expected: `one of ${of.versions.join(", ")}`, got: version }],
    ),
};

export const imagesAreKnown: Check = {
  name: "every image is one of the place's",
  find: (of) => {
    const { place } = of;
    if (place === undefined) return [];
    const images = Object.keys(place.images);
    return [
      ...(of.image === undefined ? [] : [[["image"], of.image] as const]),
      ...recordsOf(of).map(([id, { image }]) => [["recorded", id, "image"], image] as const),
    ].flatMap(([path, image]) => (images.includes(image) ? [] : [unknownName(path, "image", image, images)]));
  },
};

export const poolsAreKnown: Check = {
  name: "every node's pool is there",
  find: (of) =>
    of.nodes.flatMap(({ id, pool }) =>
      pool in of.pools || of.lost("pools") || of.lost("pools", pool)
        ? []
        : [unknownName(["nodes", `${id}`, "pool"], "pool", pool, Object.keys(of.pools))],
    ),
};

export const zonesAreKnown: Check = {
  name: "every node's zone is one of the place's",
  find: ({ nodes, place }) =>
    nodes.flatMap(({ id, zone }) =>
      place === undefined || zone in place.network.zones
        ? []
        : [unknownName(["nodes", `${id}`, "zone"], "zone", zone, Object.keys(place.network.zones))],
    ),
};
