/** How a page looks, on a screen light or dark and on paper, and the policy that lets in this sheet and nothing else. */
import { createHash } from 'node:crypto';
import { html, htmlText } from '../html.ts';

const sheet = html`
:root {
  color-scheme: light dark;
  --ground: #f4f6f8; --card: #ffffff; --sunk: #f0f3f6; --ink: #17212d; --soft: #566373; --line: #dde3ea; --accent: #2457c5;
  --critical: #a3123f; --high: #bf3d0a; --medium: #875800; --low: #1c6798; --informational: #566373; --rare: #bf3d0a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e141b; --card: #161e28; --sunk: #1c2632; --ink: #e5ebf2; --soft: #9dabbb; --line: #2a3644; --accent: #8ab0ff;
    --critical: #ff85a1; --high: #ff9d66; --medium: #eebf52; --low: #74bdf2; --informational: #9dabbb; --rare: #ff9d66;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif; overflow-wrap: break-word; }
code, dd, h3, p, li, summary { overflow-wrap: anywhere; }
td, td > code { overflow-wrap: anywhere; }
.query { overflow-x: auto; padding: 0.7em; border: 1px solid var(--line); border-radius: 6px; }
main, header, footer { max-width: 1140px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 28px; padding-bottom: 10px; }
footer { padding-bottom: 40px; color: var(--soft); font-size: 13px; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 12px; top: 12px; background: var(--card); padding: 8px 12px; }
h1 { font-size: 27px; line-height: 1.2; margin: 2px 0 4px; letter-spacing: -0.01em; }
h2 { font-size: 19px; margin: 36px 0 10px; }
h2.first { margin-top: 0; font-size: 16px; }
h3 { font-size: 17px; line-height: 1.35; margin: 0; }
h4, .label { font-size: 12px; letter-spacing: 0.06em; text-transform: uppercase; color: var(--soft); margin: 20px 0 6px; font-weight: 650; }
p { margin: 0 0 8px; max-width: 76ch; }
code, .mono, .query { font-family: ui-monospace, "Cascadia Mono", Menlo, "DejaVu Sans Mono", monospace; font-size: 0.87em; }
.soft { color: var(--soft); }
.small { font-size: 13px; }
.over { color: var(--soft); font-weight: 650; font-size: 13px; letter-spacing: 0.04em; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 18px 20px; margin: 0 0 16px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 20px 0 16px; padding: 0; }
.tiles > div { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 12px 16px; }
.tiles dt { color: var(--soft); font-size: 13px; }
.tiles dd { margin: 0; font-size: 25px; font-weight: 650; line-height: 1.25; font-variant-numeric: tabular-nums; }
.tiles dd + dd { font-size: 13px; font-weight: 400; color: var(--soft); }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); font-size: 13px; padding: 0 0 6px; }
th { text-align: left; font-size: 12.5px; font-weight: 600; color: var(--soft); padding: 4px 14px 6px 0; border-bottom: 1px solid var(--line); vertical-align: bottom; }
td { padding: 7px 14px 7px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child > td, tr:last-child > th[scope="row"] { border-bottom: 0; }
th[scope="row"] { color: var(--ink); font-size: inherit; vertical-align: top; padding-top: 7px; }
.number { text-align: right; white-space: nowrap; }
.keep, td .badge { white-space: nowrap; }
td { min-width: 90px; max-width: 520px; } td.number { min-width: 0; }
.wide { overflow-x: auto; }
.critical { --severity: var(--critical); } .high { --severity: var(--high); } .medium { --severity: var(--medium); }
.low { --severity: var(--low); } .informational { --severity: var(--informational); }
.badge { display: inline-block; color: var(--severity); background: color-mix(in srgb, var(--severity) 11%, var(--card)); border: 1px solid color-mix(in srgb, var(--severity) 38%, var(--card)); border-radius: 999px; padding: 1px 10px; font-size: 12.5px; font-weight: 650; white-space: nowrap; overflow-wrap: normal; }
.finding { border-left: 5px solid var(--severity); scroll-margin-top: 12px; }
.finding > .top { display: grid; grid-template-columns: 1fr auto; gap: 4px 20px; align-items: start; margin-bottom: 10px; }
.finding h3 { margin-top: 6px; }
.score { text-align: right; line-height: 1; color: var(--severity); font-size: 30px; font-weight: 700; font-variant-numeric: tabular-nums; }
.score small { display: block; font-size: 12px; font-weight: 400; color: var(--soft); margin-top: 4px; }
.entry { display: grid; grid-template-columns: 46px minmax(0, 1fr); gap: 2px 14px; padding: 12px 0; border-top: 1px solid var(--line); }
.entry:first-child { border-top: 0; } .entry .score { font-size: 22px; padding-top: 2px; white-space: nowrap; } .entry p { margin: 2px 0 0; max-width: none; } .entry a, .entry strong { font-weight: 650; font-size: 16px; }
fieldset { border: 0; margin: 0 0 4px; padding: 0; display: flex; flex-wrap: wrap; gap: 4px 16px; font-size: 14px; } legend { float: left; color: var(--soft); margin-right: 16px; } label { cursor: pointer; } input { accent-color: var(--severity, var(--accent)); margin: 0 5px 0 0; vertical-align: -1px; }
.findings:has(#only-critical:checked) :is(.entry, .finding):not(.critical), .findings:has(#only-high:checked) :is(.entry, .finding):not(.high), .findings:has(#only-medium:checked) :is(.entry, .finding):not(.medium), .findings:has(#only-low:checked) :is(.entry, .finding):not(.low), .findings:has(#only-informational:checked) :is(.entry, .finding):not(.informational) { display: none; }
.findings:has(#in-0:checked) :is(.entry, .finding):not(.of-0), .findings:has(#in-1:checked) :is(.entry, .finding):not(.of-1), .findings:has(#in-2:checked) :is(.entry, .finding):not(.of-2), .findings:has(#in-3:checked) :is(.entry, .finding):not(.of-3), .findings:has(#in-4:checked) :is(.entry, .finding):not(.of-4), .findings:has(#in-5:checked) :is(.entry, .finding):not(.of-5), .findings:has(#in-6:checked) :is(.entry, .finding):not(.of-6), .findings:has(#in-7:checked) :is(.entry, .finding):not(.of-7), .findings:has(#in-8:checked) :is(.entry, .finding):not(.of-8), .findings:has(#in-9:checked) :is(.entry, .finding):not(.of-9), .findings:has(#in-10:checked) :is(.entry, .finding):not(.of-10), .findings:has(#in-11:checked) :is(.entry, .finding):not(.of-11) { display: none; }
.lead { font-size: 16px; margin: 4px 0 6px; } .ways ul { display: flex; flex-wrap: wrap; gap: 2px 20px; list-style: none; margin: 6px 0 0; padding: 0; font-size: 14px; } .ways a { display: inline-block; padding: 3px 0; } .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.gist { margin: 0 0 4px; max-width: 100ch; } .gist b { color: var(--soft); font-weight: 650; font-size: 13px; margin-right: 4px; }
.shapes { position: absolute; } .session { margin: 16px 0 0; }
.lane { display: grid; grid-template-columns: minmax(0, 36%) minmax(0, 1fr); gap: 0 14px; align-items: center; border-bottom: 1px solid var(--line); font-size: 13.5px; padding: 3px 0; }
.lane span { overflow-wrap: anywhere; } .lane svg { display: block; width: 100%; height: 22px; overflow: visible; } .lane line { stroke: var(--line); } .axis { border: 0; } .axis svg { height: 18px; }
.axis text { fill: var(--soft); font-size: 11.5px; } .axis .inner { text-anchor: middle; } .axis .last { text-anchor: end; }
.session use { stroke: var(--mark); stroke-width: 1.6; fill: var(--card); } .session .new { --mark: var(--rare); fill: var(--rare); } .session .usual { --mark: var(--soft); }
.session figcaption { margin-top: 6px; } .mark { width: 16px; height: 22px; vertical-align: middle; margin-right: 4px; overflow: visible; }
.steps > li { border-top: 1px solid var(--line); padding: 6px 0; } .steps > li:first-child { border-top: 0; } .steps details { margin: 0; } .steps summary { color: var(--ink); } .time { font-variant-numeric: tabular-nums; color: var(--soft); margin-right: 6px; }
.heat rect, .month rect { fill: var(--sunk); } .heat .heat-1, .key .heat-1 { --heat: 22%; } .heat .heat-2, .key .heat-2 { --heat: 42%; } .heat .heat-3, .key .heat-3 { --heat: 68%; } .heat .heat-4, .key .heat-4 { --heat: 100%; } .heat [class^="heat-"] { fill: color-mix(in srgb, var(--rare) var(--heat), var(--card)); } .key [class^="heat-"] { background: color-mix(in srgb, var(--rare) var(--heat), var(--card)); }
.heat text { font-size: 11.5px; fill: var(--ink); } .heat .heat-3 + text, .heat .heat-4 + text { fill: var(--card); } .heat .axis text { fill: var(--soft); } figure { margin: 0; } .pictures h3 + h4 { margin-top: 10px; }
.chart circle { fill: var(--severity); } .chart .on { fill: var(--card); font-size: 13px; font-weight: 700; } .key .dot { border-radius: 50%; background: var(--rare); }
.month { max-width: 620px; } .month svg { display: block; } .month .told, .key .told { fill: var(--severity); background: var(--severity); } .month .odd { fill: color-mix(in srgb, var(--medium) 45%, var(--card)); } .key .odd { background: color-mix(in srgb, var(--medium) 45%, var(--card)); } .month .first { fill: var(--accent); } .key .first { background: var(--accent); } .month .unseen-day { fill: var(--card); stroke: var(--line); } .key .unseen-day { background: var(--card); border: 1px solid var(--soft); } .key .unsaid { background: var(--sunk); border: 1px solid var(--line); } .ends { display: flex; justify-content: space-between; }
.facts { display: flex; flex-wrap: wrap; gap: 10px 44px; margin: 14px 0 0; padding: 12px 14px; background: var(--sunk); border-radius: 8px; }
.facts dt { font-size: 12.5px; color: var(--soft); }
.facts dd { margin: 0; }
.plain { list-style: none; margin: 0; padding: 0; }
.chips { display: flex; flex-wrap: wrap; gap: 6px; list-style: none; margin: 0; padding: 0; }
.chips li { border: 1px solid var(--line); border-radius: 6px; padding: 1px 8px; font-size: 13px; background: var(--sunk); }
.call { display: grid; grid-template-columns: minmax(0, 1fr) 236px; gap: 4px 24px; padding: 14px 0; border-top: 1px solid var(--line); }
.call:first-child { border-top: 0; padding-top: 4px; }
.call .what { font-weight: 650; }
.call .uri { display: block; margin: 2px 0 6px; color: var(--soft); }
.call p { margin: 0 0 6px; }
.story li { border-left: 2px solid var(--line); padding: 2px 0 8px 14px; }
.story table { margin-top: 4px; }
.note { border: 1px solid color-mix(in srgb, var(--high) 40%, var(--card)); border-radius: 6px; padding: 6px 10px; margin: 6px 0; font-size: 14px; }
.bits { display: grid; grid-template-columns: 76px 1fr 74px; gap: 3px 8px; align-items: center; align-content: start; margin: 0; font-size: 12.5px; color: var(--soft); }
.bits dt { text-align: right; } .bits dd { margin: 0; font-variant-numeric: tabular-nums; }
.bits .whole { color: var(--ink); font-weight: 650; }
.bar { display: block; width: 100%; height: 8px; } .bar .track { fill: var(--sunk); } .bar .fill { fill: var(--accent); }
.strip { display: block; width: 100%; height: 10px; border-radius: 5px; margin: 4px 0 10px; }
.strip rect, .key i { fill: var(--severity); background: var(--severity); }
.key { display: flex; flex-wrap: wrap; gap: 4px 18px; list-style: none; margin: 0 0 6px; padding: 0; font-size: 13px; }
.key i { display: inline-block; width: 10px; height: 10px; border-radius: 3px; margin-right: 6px; }
.key .requests { --severity: color-mix(in srgb, var(--accent) 45%, var(--card)); } .key .rare { --severity: var(--rare); }
.chart { display: block; width: 100%; min-width: 640px; height: auto; } .chart text { fill: var(--soft); font-size: 11px; }
.chart .requests { fill: color-mix(in srgb, var(--accent) 45%, var(--card)); } .chart .rare { fill: var(--rare); } .chart line { stroke: var(--line); }
.work { display: grid; gap: 12px; max-width: 620px; margin: 14px 0 0; padding: 14px; background: var(--sunk); border-radius: 8px; } .work p { margin: 0; } .work label { display: block; font-weight: 650; font-size: 14px; } .work label small { font-weight: 400; color: var(--soft); } .work :is(input[type="text"], select, textarea) { display: block; width: 100%; margin: 4px 0 0; padding: 8px 10px; font: inherit; font-size: 16px; font-weight: 400; color: var(--ink); background: var(--card); border: 1px solid var(--soft); border-radius: 6px; } .work textarea { min-height: 90px; resize: vertical; } .work .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(180px, 1fr)); gap: 12px; } .work button { justify-self: start; padding: 10px 22px; font: inherit; font-weight: 650; color: var(--card); background: var(--accent); border: 0; border-radius: 6px; cursor: pointer; }
details { margin: 8px 0 0; } summary { cursor: pointer; color: var(--accent); font-size: 14px; }
details > :not(summary) { margin-top: 8px; }
.calm { font-size: 17px; }
@media screen and (max-width: 720px) { .call, .lane { grid-template-columns: minmax(0, 1fr); } h1 { font-size: 23px; } td, td > code, th { min-width: 0; overflow-wrap: anywhere; } .keep { white-space: normal; } main, header, footer { padding-left: 12px; padding-right: 12px; } .card { padding: 14px; } .entry { display: block; } .entry .score { float: left; font-size: 18px; line-height: 22px; padding: 0; margin-right: 10px; } .entry a, .entry strong { display: block; margin-top: 3px; } .finding > .top { grid-template-columns: minmax(0, 1fr); } .finding .score { text-align: left; font-size: 24px; } .lane.axis > span { display: none; } .heat .lane:not(.axis) text { display: none; } .wide:has(> .chart) { overflow: visible; } .chart { min-width: 0; overflow: visible; margin: 8px 0 8px 14px; width: calc(100% - 14px); } .chart text { font-size: 26px; } .chart text:not([text-anchor="end"]) { transform: translateY(12px); } .fold thead { display: none; } .fold td, .fold th[scope="row"] { display: block; border: 0; padding: 2px 0; text-align: left; } .fold tr { display: block; border-bottom: 1px solid var(--line); padding: 8px 0; } }
@media print {
  :root { --ground: #ffffff; --card: #ffffff; --sunk: #f4f5f7; --ink: #000000; --soft: #444c56; --line: #c9d0d8; --accent: #1b4299; --critical: #8c0f36; --high: #a03308; --medium: #6b4600; --low: #15527a; --informational: #444c56; --rare: #a03308; }
  body { font-size: 9.5pt; } main, header, footer { max-width: none; padding: 0; } .skip { display: none; } .tiles dd:first-of-type { font-size: 14pt; } .tiles { grid-template-columns: repeat(auto-fit, minmax(110px, 1fr)); gap: 8px; } .tiles > div { padding: 8px 10px; } .call { grid-template-columns: minmax(0, 1fr) 206px; } .chart { min-width: 0; }
  .card, .tiles > div { break-inside: avoid-page; } .finding, nav.card, details.card { break-inside: auto; } tr, .facts, .top, .call .what { break-inside: avoid; } .small, .small code { font-size: 7.5pt; } td, th { padding-top: 2px; padding-bottom: 2px; } .query { white-space: pre-wrap; font-size: 7pt; } .top { break-after: avoid; } .lane, .entry { break-inside: avoid; } details::details-content { content-visibility: visible; block-size: auto; } td { overflow-wrap: anywhere; min-width: 0; } h2, h3, h4 { break-after: avoid; }
  summary { list-style: none; color: inherit; } fieldset, .ways, .work { display: none; }
  * { print-color-adjust: exact; }
}
`;

const digest = createHash('sha256').update(htmlText(sheet)).digest('base64');

/**
 * For the page's own meta tag, and for the header of whoever serves it (who may add `frame-ancestors 'none'`,
 * which a meta tag cannot say).
 */
export const contentSecurityPolicy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;

/** Of a page with a form that may be sent; where to is said by whoever serves it, since the page does not know where it is. */
export const contentSecurityPolicyOfForms = contentSecurityPolicy.replace("; form-action 'none'", '');

/** The one style element of a page. */
export const styleElement = html`<style>${sheet}</style>`;
