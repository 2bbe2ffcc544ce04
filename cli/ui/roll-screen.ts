import type { createLogUpdate } from "log-update";
import type { Colors } from "picocolors/types";
import type { RollEvent } from "../run/roll-loop";
import { renderRoll } from "./render-roll";
import { rollJson } from "./roll-json";
import { rollLine } from "./roll-lines";
import { type RollView, viewAfter } from "./roll-view";

/** Where a roll shows itself. */
export interface RollScreen {
  tell(event: RollEvent): void;
  /** The roll stops after the node in hand. */
  pausing(): void;
  /** Leave the last state on the screen. */
  end(): void;
}

/** One JSON value a line. */
export const jsonScreen = (write: (text: string) => void): RollScreen => ({
  tell(event) {
    const value = rollJson(event);
    if (value !== undefined) write(`${JSON.stringify(value)}\n`);
  },
  pausing() {},
  end() {},
});

/** One line for each thing that happens, for a pipe or a log. */
export function lineScreen(write: (text: string) => void): RollScreen {
  let lastWait: string | undefined;
  return {
    tell(event) {
      const line = rollLine(event, lastWait);
      if (event.event === "decided") {
        if (event.decision.do === "wait") lastWait = event.decision.waiting.gate;
        else if (event.decision.do !== "read") lastWait = undefined;
      }
      if (line !== undefined) write(`${new Date(event.at).toISOString().slice(11, 19)} ${line}\n`);
    },
    pausing: () => write("stopping after the node in hand; Ctrl-C again stops now\n"),
    end() {},
  };
}

/** The live view: redrawn ten times a second, so that spans go on. */
export function liveScreen(start: RollView, update: ReturnType<typeof createLogUpdate>, paint: Colors): RollScreen {
  let view = start;
  const draw = (): void => update(renderRoll(view, Date.now(), paint));
  const timer = setInterval(draw, 100);
  timer.unref();
  draw();
  return {
    tell(event) {
      view = viewAfter(view, event);
      draw();
    },
    pausing() {
      view = { ...view, pausing: true };
      draw();
    },
    end() {
      clearInterval(timer);
      draw();
      update.done();
    },
  };
}
