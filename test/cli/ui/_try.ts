import pc from "picocolors";
import { plan } from "../../../cli/decide/plan";
import { beginOf } from "../../../cli/ui/begin-of";
import { renderEnd, renderStopNow } from "../../../cli/ui/render-end";
import { renderRoll } from "../../../cli/ui/render-roll";
import { viewAfter } from "../../../cli/ui/roll-view";
import { startView } from "../../../cli/ui/start-view";
import { aRoll } from "./a-roll";
import { wideWorld } from "./wide-world";
const plain = pc.createColors(false);
const now = Date.parse("2026-11-22T05:31:12Z");
function frame(w: any, beside: any, size: any, ms = 0, n = 0) {
  const r = aRoll(w, beside);
  let view: any = startView(beginOf(w.cluster, w.journal, plan(w), now));
  for (const t of r.told) view = viewAfter(view, t);
  console.log(renderRoll(view, (r.told.at(-1)?.at ?? 0) + ms, plain, size)); console.log("----"); return r;
}
const w = wideWorld(6, { now, limits: { maxParallel: 4 } });
const size = { columns: 100, rows: 40 };
frame(w, { lag: 14, until: (t: any) => t.event === "begin-step" && t.nodes.length === 2 && t.nodes[0].step === "stop" }, size, 4100);
const r = frame(w, { lag: 14, until: (t: any) => t.event === "wait" && t.waiting.node === 12 && t.at - t.waiting.since > 5000 }, size);
frame(w, { lag: 14, until: (t: any) => t.event === "wait" && t.waiting.node === 12 }, { columns: 60, rows: 10 });
frame(w, { lag: 14, until: (t: any) => t.event === "read" && t.nodes[0] === 12 && t.good === 3 }, size);
frame(wideWorld(60, { now, limits: { maxParallel: 4 } }), { until: (t: any) => t.event === "read" && t.nodes.length === 4}, { columns: 80, rows: 24 });
console.log(renderEnd({ code: 3, node: 12, gate: "in-every-isr", reason: "1 of 24 partitions behind; no progress for 300 s", journal: { ...r.world.journal, undo: [{ what: "protection", node: 12 }] }, observed: { ...r.world.observed, nodes: { ...r.world.observed.nodes, 12: { ...(r.world.observed.nodes[12] as any), tail: ["[2026-11-22 05:35:01] ERROR Shutdown broker because all log dirs have failed"] } } } }, w.cluster, plain));
console.log(renderStopNow(w.cluster, r.world.journal));
