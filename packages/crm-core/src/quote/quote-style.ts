/**
 * How a printed quote looks: A4, fonts of the system, black on white.
 */

/** The style of the page. */
export const QUOTE_STYLE = `
@page { size: A4; margin: 20mm 18mm 22mm; }
body { font: 10pt/1.45 system-ui, sans-serif; color: #111; max-width: 174mm; margin: 0 auto; }
header { display: flex; justify-content: space-between; align-items: flex-start; }
address { font-style: normal; overflow-wrap: anywhere; max-width: 80mm; }
.seller { order: 1; text-align: right; }
h1 { font-size: 18pt; margin: 12mm 0 3mm; }
h2 { font-size: 11pt; margin: 6mm 0 1mm; }
dl { display: flex; flex-wrap: wrap; gap: 2mm 10mm; margin: 0 0 6mm; }
dt { color: #555; font-size: 8.5pt; }
dd { margin: 0; }
table { border-collapse: collapse; width: 100%; margin: 0 0 5mm; }
caption { text-align: left; font-weight: 600; padding: 2mm 0; break-after: avoid; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { padding: 1.4mm 1.5mm; text-align: right; vertical-align: top; white-space: nowrap; }
th.text, td.text { text-align: left; white-space: pre-line; overflow-wrap: anywhere; width: 45%; }
.lines thead th, .taxes thead th { border-bottom: 0.4mm solid #111; font-size: 8.5pt; }
.lines tbody td { border-bottom: 0.1mm solid #bbb; }
td, dd { font-variant-numeric: tabular-nums; }
.totals { width: 80mm; margin-left: auto; break-inside: avoid; }
.totals th { text-align: left; font-weight: 400; }
.totals .total th, .totals .total td { font-weight: 700; border-top: 0.4mm solid #111; }
.taxes { width: 110mm; break-inside: avoid; font-size: 9pt; }
.note { font-size: 9pt; color: #555; }
.terms p { white-space: pre-line; margin: 0 0 2mm; orphans: 3; widows: 3; }
.signature { break-inside: avoid; margin-top: 10mm; }
.signature .line { display: inline-block; width: 70mm; margin: 14mm 8mm 0 0; font-size: 8.5pt;
  border-top: 0.2mm solid #111; padding-top: 1mm; }
`;
