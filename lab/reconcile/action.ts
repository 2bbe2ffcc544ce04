import type { WantedInstance, WantedVolume } from "../wanted";

/** One thing to do so that the hosts become what the emulator says. Each may be done twice without harm. */
export type Action =
  | { readonly do: "make"; readonly instance: WantedInstance }
  | { readonly do: "boot"; readonly instance: WantedInstance }
  | { readonly do: "reboot"; readonly instance: WantedInstance }
  | { readonly do: "shut-down"; readonly host: string }
  | { readonly do: "power-off"; readonly host: string }
  | { readonly do: "remove"; readonly host: string }
  | { readonly do: "attach"; readonly volume: WantedVolume; readonly host: string }
  | { readonly do: "detach"; readonly volume: string; readonly host: string }
  | { readonly do: "grow-volume"; readonly volume: WantedVolume }
  | { readonly do: "delete-volume"; readonly volume: string }
  /** Tell the emulator that a host is off. */
  | { readonly do: "report-stopped"; readonly host: string };
