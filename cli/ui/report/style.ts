/** All of the report's looks: light and dark, wide and narrow, on a screen and on paper. */
export const style = `
:root{color-scheme:light dark;--page:#fbfbfa;--card:#fff;--line:#e2e2de;--grid:#ededea;--text:#24292f;--strong:#14181d;--quiet:#667079;
--good:#1a7f37;--bad:#b3261e;--warn:#8a5a00;--good-bg:#e4f4e8;--bad-bg:#fbe7e5;--warn-bg:#fbf1da;
--facts:#cfd3d4;--fetch:#8e9aa8;--leaders:#c58fc0;--stop:#d9695f;--install:#8d7cc9;--start:#4a8fd3;--machine:#d98e4a;--voter:#b07d62;--run:#7d8b57;
--well:#82c795;--catch-up:#6cc0c9;--catch-up-bg:#d8eff1;--wait:#d9a32b;--wait-bg:#fbeecb;--behind:#d9695f;--acks:#4a8fd3;--zebra:#f5f5f2}
@media(prefers-color-scheme:dark){:root{--page:#0f1318;--card:#151a21;--line:#2a313a;--grid:#212831;--text:#d3d9e0;--strong:#f3f6f9;--quiet:#8b949e;
--good:#56d364;--bad:#ff7b72;--warn:#e3b341;--good-bg:#12301b;--bad-bg:#3a1a18;--warn-bg:#332812;
--facts:#3c4651;--fetch:#75818f;--leaders:#a070a0;--stop:#cf5f56;--install:#8675c8;--start:#3f83c9;--machine:#c57c3a;--voter:#a07058;--run:#7c8a58;
--well:#3f8f57;--catch-up:#45a5b0;--catch-up-bg:#15363b;--wait:#d1a034;--wait-bg:#3a2e14;--behind:#e07a70;--acks:#5a9fe0;--zebra:#191f27}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1080px;margin:0 auto;padding:32px 24px 48px}
header{display:grid;grid-template-columns:1fr auto;gap:0 16px;align-items:center}
h1{font-size:26px;line-height:1.25;margin:0;color:var(--strong);letter-spacing:-.01em;overflow-wrap:anywhere}
h1 .versions{font-weight:400;color:var(--quiet);white-space:nowrap}
h2{font-size:17px;margin:0 0 6px;color:var(--strong)}
.line,.why{grid-column:1/-1;margin:6px 0 0;color:var(--quiet);overflow-wrap:anywhere}
.why{color:var(--text)}
.result{margin:0;padding:3px 14px;border-radius:99px;font-weight:600;background:var(--bad-bg);color:var(--bad);white-space:nowrap}
.result.done{background:var(--good-bg);color:var(--good)}.result.paused,.result.under-way{background:var(--warn-bg);color:var(--warn)}
code{font:.92em ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
.quiet{color:var(--quiet);margin:0 0 10px;font-size:14px}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:1px;margin:24px 0 0;background:var(--card);border:1px solid var(--line);border-radius:10px;overflow:hidden}
.figures div{box-shadow:0 0 0 1px var(--line);padding:12px 16px}
.figures dt{font-size:13px;line-height:1.35;color:var(--quiet)}
.figures dd{margin:2px 0 0;font-size:21px;line-height:1.3;font-weight:600;color:var(--strong)}
.figures small{display:block;font-size:12.5px;font-weight:400;color:var(--quiet);overflow-wrap:anywhere}
.notes{margin:16px 0 0;padding:10px 16px 10px 34px;border-radius:10px;background:var(--warn-bg);overflow-wrap:anywhere}
.notes b{color:var(--warn)}
section{margin-top:36px}
figure{margin:0}
figcaption{display:flex;flex-wrap:wrap;gap:4px 16px;margin:0 0 10px;font-size:13px;color:var(--quiet)}
.key{display:inline-flex;align-items:center;gap:6px;white-space:nowrap}
.row{display:grid;grid-template-columns:52px minmax(0,1fr) 62px;align-items:center}
.row>svg{width:100%;display:block;overflow:visible}
.who{font-weight:600;text-align:right;padding-right:12px;color:var(--strong)}
.took{padding-left:10px;font-size:13px;color:var(--quiet);white-space:nowrap}.took.open{color:var(--warn)}
.batch{display:grid;grid-template-columns:26px minmax(0,1fr);border-top:1px solid var(--line)}
.batch .number{font-size:12px;color:var(--quiet);display:flex;align-items:center;justify-content:center;background:var(--zebra)}
.batch .rows{padding:2px 0}
.timeline .axis{margin-left:26px}
.ticks{position:relative;height:20px;font-size:12px;color:var(--quiet)}
.ticks span{position:absolute;transform:translateX(-50%);white-space:nowrap}
.ticks .first{transform:none}.ticks .last{transform:translateX(-100%)}
.ticks .gap{font-style:italic;opacity:.85}
.chart .row{grid-template-columns:78px minmax(0,1fr) 62px}
.scale{position:relative;font-size:12px;color:var(--quiet)}
.scale span{position:absolute;right:10px;transform:translateY(-50%);white-space:nowrap}
.grid{stroke:var(--grid)}.rule{stroke:var(--line)}
.facts{fill:var(--facts)}.fetch{fill:var(--fetch)}.leaders{fill:var(--leaders)}.stop{fill:var(--stop)}.install{fill:var(--install)}
.start{fill:var(--start)}.machine{fill:var(--machine)}.voter{fill:var(--voter)}.run{fill:var(--run)}.well{fill:var(--well)}
rect.catch-up{fill:url(#hatch-catch-up)}rect.wait{fill:url(#hatch-wait)}rect.gap{fill:url(#hatch-gap)}
.ground.hatch-catch-up{fill:var(--catch-up-bg)}.stroke.hatch-catch-up{fill:var(--catch-up)}
.ground.hatch-wait{fill:var(--wait-bg)}.stroke.hatch-wait{fill:var(--wait)}
.ground.hatch-gap{fill:var(--page)}.stroke.hatch-gap{fill:var(--line)}
.patterns{position:absolute}
.behind .area{fill:var(--behind)}.behind .edge{stroke:var(--behind)}.acks .area{fill:var(--acks)}.acks .edge{stroke:var(--acks)}
.area{opacity:.22}.edge{stroke-width:1.5;stroke-linecap:square}
table{width:100%;border-collapse:collapse;font-size:14px}
th{text-align:left;font-weight:500;font-size:13px;color:var(--quiet);border-bottom:1px solid var(--line);padding:4px 14px 6px 0;white-space:nowrap}
td{padding:7px 14px 7px 0;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap}
td.text{white-space:normal;overflow-wrap:anywhere}td.wide{width:62%}
th:last-child,td:last-child{padding-right:0}
td.number,th.number{text-align:right}
.step{white-space:nowrap;margin-right:8px;display:inline-block}
footer{margin-top:40px;padding-top:12px;border-top:1px solid var(--line);font-size:13px;color:var(--quiet)}
@media(max-width:640px){
main{padding:20px 14px 32px}h1{font-size:21px}header{grid-template-columns:1fr}.result{justify-self:start;margin-top:8px}
.figures{grid-template-columns:1fr 1fr}.figures dd{font-size:18px}.figures div{padding:10px 12px}
.row{grid-template-columns:30px minmax(0,1fr) 52px}.who{padding-right:6px;font-size:13px}.took{padding-left:6px;font-size:12px}
.batch{grid-template-columns:18px minmax(0,1fr)}.timeline .axis{margin-left:18px}
.chart .row{grid-template-columns:48px minmax(0,1fr) 52px}.scale span{right:6px}
.ticks .odd{display:none}
thead{display:none}table,tbody,tr,td{display:block}
tr{padding:8px 0;border-bottom:1px solid var(--line)}td,td.text,td.wide,td.number{border:0;padding:1px 0 1px 84px;text-align:left;white-space:normal;width:auto;position:relative;overflow-wrap:anywhere}
td::before{content:attr(data-name);position:absolute;left:0;color:var(--quiet);font-size:13px}}
@media print{:root{color-scheme:light}.figures{grid-template-columns:repeat(auto-fit,minmax(96px,1fr))}body{background:#fff;font-size:11px}main{max-width:none;padding:0}section{margin-top:20px}
section,.batch,tr,.figures,.notes{break-inside:avoid}section:has(.timeline),section:has(table){break-inside:auto}h2{break-after:avoid}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`;
