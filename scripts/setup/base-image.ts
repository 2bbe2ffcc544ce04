import { existsSync } from "node:fs";
import { baseImage, buildBaseImage } from "../../lab/base/build-base-image";
import type { Part } from "./part";

export const baseImagePart: Part = {
  name: "hosts' base image",
  ensure: async (say) => {
    if (process.platform !== "linux" || process.getuid?.() !== 0) {
      return { state: "missing", what: "the lab's base image; get it: run npm run setup as root on Linux" };
    }
    if (existsSync(baseImage())) return { state: "there" };
    say("debootstrap, about a minute the first time");
    try {
      await buildBaseImage();
      return { state: "made" };
    } catch (problem) {
      const hint = "get it: DATAOPS_DEBIAN_MIRROR=URL of a Debian mirror that this machine reaches";
      return { state: "missing", what: `the lab's base image; ${hint} (${(problem as Error).message})` };
    }
  },
};
