import type { createLogUpdate } from "log-update";
import type { Colors } from "picocolors/types";
import type { RollEvent } from "../run/roll/roll-loop";
import { renderRoll, type Size } from "./render-roll";
import { rollJson } from "./roll-json";
import { rollLine } from "./roll-lines";
import { viewAfter } from "./roll-view";
import { startView } from "./start-view";
import type { Told } from "./told";

type Begin = Extract<Told, { event: "begin" }>;

/** Where a roll shows itself. */
export interface RollScreen {
  tell(event: RollEvent): void;
  /** The roll stops after the nodes in hand. */
  pausing(): void;
  /** Leave the last state on the screen. */
  end(): void;
}

/** One JSON value a line. */
export function jsonScreen(begin: Begin, write: (text: string) => void): RollScreen {
  const say = (told: Told): void => write(`${JSON.stringify(told)}\n`);
  say(begin);
  return {
    tell(event) {
      const told = rollJson(event);
      if (told !== undefined) say(told);
    },
    pausing() {},
    end() {},
  };
}

/** One line for each thing that happens, for a pipe or a log. */
export function lineScreen(begin: Begin, write: (text: string) => void): RollScreen {
  let before: Told | undefined;
  const say = (told: Told): void => {
    const line = rollLine(told, before);
    before = told;
    if (line !== undefined) write(`${new Date(told.at).toISOString().slice(11, 19)} ${line}\n`);
  };
  say(begin);
  return {
    tell(event) {
      const told = rollJson(event);
      if (told !== undefined) say(told);
    },
    pausing: () => write("stopping after the nodes in hand; Ctrl-C again stops now\n"),
    end() {},
  };
}

/** The live view: redrawn ten times a second, so that spans go on. */
export function liveScreen(
  begin: Begin,
  update: ReturnType<typeof createLogUpdate>,
  size: () => Size,
  paint: Colors,
): RollScreen {
  let view = startView(begin);
  const draw = (): void => update(renderRoll(view, Date.now(), paint, size()));
  const timer = setInterval(draw, 100);
  timer.unref();
  draw();
  return {
    tell(event) {
      const told = rollJson(event);
      if (told !== undefined) view = viewAfter(view, told);
      draw();
    },
    pausing() {
      view = { ...view, pausing: true };
      draw();
    },
    end() {
      clearInterval(timer);
      view = { ...view, ended: true };
      draw();
      update.done();
    },
  };
}
