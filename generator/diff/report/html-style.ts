/** How a report looks, in light and in dark, on a desk and on a phone. It refers to nothing outside of the page. */
export const htmlStyle = `
:root {
  --paper: #fbfaf8; --card: #ffffff; --ink: #1d1b19; --soft: #68625b; --line: #e4dfd8; --code: #f4f1ec;
  --major: #b3261e; --major-soft: #fdecea; --minor: #8a5a00; --minor-soft: #fdf3df; --patch: #3d6b4f; --patch-soft: #e8f3ec;
  --gone: #fdf0ee; --come: #edf6ef; --focus: #2457c5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #161514; --card: #201f1d; --ink: #efebe6; --soft: #a69f96; --line: #37342f; --code: #2a2825;
    --major: #ff9c92; --major-soft: #3d1f1c; --minor: #f0c36a; --minor-soft: #392c14; --patch: #8fd0a8; --patch-soft: #1c3325;
    --gone: #2d1d1b; --come: #1a2a20; --focus: #8fb0ff;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0 auto; padding: 2.5rem clamp(1rem, 4vw, 3rem) 4rem; max-width: 78rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
code, pre, .place, .sides dd { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.head { display: grid; grid-template-columns: 1fr auto; gap: .25rem 1.5rem; align-items: start; }
.head h1 { margin: 0; font-size: clamp(1.6rem, 4vw, 2.3rem); line-height: 1.15; letter-spacing: -.02em; overflow-wrap: anywhere; }
.verdict { grid-column: 2; grid-row: 1 / span 2; margin: 0; padding: .55rem 1.1rem; border-radius: 999px; font-size: 1.05rem;
  background: var(--patch-soft); color: var(--patch); }
.verdict.major { background: var(--major-soft); color: var(--major); }
.verdict.minor { background: var(--minor-soft); color: var(--minor); }
.lead { grid-column: 1; margin: .2rem 0 0; color: var(--soft); }
.sides { grid-column: 1 / -1; display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; margin: 1.25rem 0 0; }
.sides div { min-width: 0; padding: .6rem .85rem; border: 1px solid var(--line); border-radius: .6rem; background: var(--card); }
.sides dt { color: var(--soft); font-size: .78rem; }
.sides dd { margin: 0; font-size: .88rem; overflow-wrap: anywhere; }
.filters { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .6rem 1.4rem; align-items: center;
  margin: 1.5rem 0 0; padding: .8rem 0; background: var(--paper); border-bottom: 1px solid var(--line); }
.filters fieldset { display: flex; flex-wrap: wrap; gap: .35rem; margin: 0; padding: 0; border: 0; min-width: 0; }
.filters legend { float: left; padding: .3rem .3rem 0 0; color: var(--soft); font-size: .85rem; }
.search { flex: 1 1 15rem; }
.search input { width: 100%; padding: .55rem .85rem; border: 1px solid var(--line); border-radius: .6rem; background: var(--card); color: var(--ink); font: inherit; font-size: .95rem; }
.toggle { cursor: pointer; }
.toggle input { position: absolute; opacity: 0; width: 1px; height: 1px; }
.toggle span { display: inline-block; padding: .3rem .7rem; border: 1px solid var(--line); border-radius: 999px; background: var(--card); font-size: .88rem; }
.toggle input:not(:checked) + span { opacity: .45; text-decoration: line-through; }
.toggle input:focus-visible + span, .search input:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.toggle.major b { color: var(--major); } .toggle.minor b { color: var(--minor); } .toggle.patch b { color: var(--patch); }
.filters output { color: var(--soft); font-size: .85rem; margin-left: auto; font-variant-numeric: tabular-nums; }
.group h2 { margin: 2rem 0 .8rem; font-size: 1.2rem; letter-spacing: -.01em; }
.group h2 small { margin-left: .4rem; font-weight: 500; font-size: .85rem; }
.group.major h2 small { color: var(--major); } .group.minor h2 small { color: var(--minor); } .group.patch h2 small { color: var(--patch); }
.finding { margin: 0 0 .9rem; padding: 1rem 1.15rem 1.15rem; background: var(--card); border: 1px solid var(--line); border-radius: .8rem; }
.finding h3 { margin: 0; font-size: 1.02rem; font-weight: 600; line-height: 1.45; overflow-wrap: anywhere; }
.finding h3 code { padding: .08em .3em; border-radius: .3em; background: var(--code); font-size: .9em; font-weight: 500; }
.facts { display: flex; flex-wrap: wrap; gap: .3rem .6rem; align-items: baseline; margin: .4rem 0 .8rem; color: var(--soft); font-size: .84rem; }
.facts .rule { color: var(--major); font-size: .82rem; } .minor .facts .rule { color: var(--minor); } .patch .facts .rule { color: var(--patch); }
.facts .view { padding: 0 .5em; border: 1px solid var(--line); border-radius: 999px; font-size: .78rem; }
.facts .operations { overflow-wrap: anywhere; }
.both { display: grid; grid-template-columns: 1fr 1fr; gap: .7rem; }
.side { min-width: 0; border: 1px solid var(--line); border-radius: .55rem; overflow: hidden; display: flex; flex-direction: column; }
.side.old { background: var(--gone); } .side.new { background: var(--come); }
.where { display: flex; gap: .6rem; justify-content: space-between; align-items: baseline; margin: 0; padding: .35rem .75rem; border-bottom: 1px solid var(--line); font-size: .78rem; color: var(--soft); }
.where b { color: var(--ink); font-weight: 600; }
.place { text-align: right; overflow-wrap: anywhere; }
.side pre { margin: 0; padding: .6rem .75rem; overflow-x: auto; font-size: .84rem; line-height: 1.5; white-space: pre-wrap; overflow-wrap: anywhere; }
.side .none { margin: 0; padding: .6rem .75rem; color: var(--soft); font-size: .86rem; font-style: italic; }
.empty { margin: 3rem 0; text-align: center; color: var(--soft); font-size: 1.05rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 44rem) {
  body { padding-top: 1.25rem; }
  .head { grid-template-columns: 1fr; justify-items: start; }
  .verdict { grid-column: 1; grid-row: auto; margin-bottom: .5rem; padding: .3rem .9rem; }
  .sides { width: 100%; }
  .sides, .both { grid-template-columns: 1fr; }
  .filters { position: static; gap: .7rem; }
  .filters fieldset { flex-basis: 100%; }
  .filters legend { flex-basis: 100%; }
  .finding { padding: .85rem .9rem .95rem; }
}
@media print { .filters { display: none; } .finding { break-inside: avoid; } body { max-width: none; } }
`;
