import { expect, test } from "vitest";
import { escapeTemplate } from "../../constructs/escape-template";

test.each([
  ["${x}", "$${x}"],
  ["%{http_code}", "%%{http_code}"],
  ["$x $(y) %d {z} $1", "$x $(y) %d {z} $1"],
  ["a ${x} b %{y} ${z}", "a $${x} b %%{y} $${z}"],
])("%s", (text, escaped) => expect(escapeTemplate(text)).toBe(escaped));
