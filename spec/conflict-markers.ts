/** What such a line is called in errors. */
export const conflictMarker = "conflict marker of an unfinished merge";

/** Lines that a version control left for somebody to decide between. */
export const conflictMarkers = (text: string): readonly { readonly offset: number; readonly got: string }[] =>
  [...text.matchAll(/^(<{7}|={7}|>{7}|\|{7})(?=[ \r\n]|$).*$/gm)].map((match) => ({
    offset: match.index,
    got: match[0].trim().slice(0, 60),
  }));
