/**
 * The report's style sheet: light and dark by the reader's setting, black on white in print.
 *
 * Colours of the order kinds keep their distance for colour-blind readers.
 *
 * @source M. Okabe and K. Ito, "Color Universal Design" (2008)
 */

/** CSS, inlined into the page. */
export const reportStyle = `
:root { color-scheme: light dark; --page: #fff; --ink: #1c2430; --soft: #5b6675; --line: #d9dee5;
  --card: #f5f7f9; --make: #0072b2; --buy: #b37400; --transfer: #007a5a;
  --subcontract: #9b4f88; --substitute: #6b6b00; --late: #c8401b; }
@media (prefers-color-scheme: dark) { :root { --page: #14181d; --ink: #e6eaef; --soft: #9aa5b1;
  --line: #333b45; --card: #1d232a; --make: #56b4e9; --buy: #e69f00; --transfer: #2cc295;
  --subcontract: #cc79a7; --substitute: #d8d04a; --late: #ff7a59; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1.5rem 4rem; max-width: 75rem; background: var(--page);
  color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.7rem; line-height: 1.25; }
h2 { margin: 2.5rem 0 .75rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line);
  font-size: 1.2rem; }
h2 small, figcaption small, .rest, caption { color: var(--soft); font-weight: 400; }
nav { margin: .75rem 0 0; } nav a { margin-right: 1rem; } a { color: var(--make); }
.lead { margin: .25rem 0 0; font-size: 1.05rem; }
.lead.bad { color: var(--late); font-weight: 600; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin-bottom: 1.25rem; font-size: .9rem; }
caption { text-align: left; font-size: .85rem; padding-bottom: .25rem; }
th, td { padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: top; white-space: nowrap; }
td.wrap { white-space: normal; min-width: 12rem; }
th { color: var(--soft); font-weight: 600; }
th.right, td.right { text-align: right; font-variant-numeric: tabular-nums; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .75rem;
  margin: 0; }
.figures div { padding: .75rem 1rem; border-radius: .5rem; background: var(--card); }
.figures dt { color: var(--soft); font-size: .85rem; } .figures dd { margin: 0; font-size: 1.5rem; }
figure { margin: 0 0 1.25rem; } figcaption { margin-bottom: .25rem; font-weight: 600; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1rem; }
svg { display: block; max-width: 100%; height: auto; color: var(--ink); }
svg text { fill: currentColor; }
.charts figure { padding: .75rem; border: 1px solid var(--line); border-radius: .5rem; }
.legend span { margin-right: 1rem; } .legend span::before { content: ''; display: inline-block;
  width: .8em; height: .8em; margin-right: .4em; border-radius: .15em; background: currentColor; }
.make { color: var(--make); } .buy { color: var(--buy); } .transfer { color: var(--transfer); }
.subcontract { color: var(--subcontract); } .substitute { color: var(--substitute); }
.late { color: var(--late); } .follows { padding-left: 1.25rem; color: var(--soft); }
details { margin: .25rem 0; } summary { cursor: pointer; }
@media print { :root { --page: #fff; --ink: #000; --soft: #444; --line: #bbb; --card: #fff;
  --make: #0072b2; --buy: #b37400; --transfer: #007a5a; --subcontract: #9b4f88;
  --substitute: #6b6b00; --late: #c8401b; }
  body { max-width: none; padding: 0; font-size: 11px; } nav { display: none; }
  figure, tr, .figures { break-inside: avoid; } .scroll { overflow: visible; } }
`;
