import { expect } from "vitest";

// cdktf's Testing matchers look for jest's global.
(globalThis as { expect?: unknown }).expect = expect;
