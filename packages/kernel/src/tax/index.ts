/**
 * @kontor/kernel/tax: the tax of a document, the same for quote, order, invoice and posting.
 */
export {
  computeTax,
  roundTaxes,
  type TaxAmount,
  type TaxedDocument,
  type TaxedLine,
} from './compute-tax.ts';
export { roundAmount, taxesInGross, taxFactor } from './amount-tax.ts';
export { leavesNothing, type Percent, percentOf } from './percent.ts';
export type { ComputedLine, LineTax } from './rounded-lines.ts';
export type { CheckedDocument, CheckedLine, TaxDocumentInput } from './tax-document.ts';
export {
  groupKey,
  rowInForce,
  type TaxCodeInput,
  type TaxRow,
  type TaxTable,
  taxTable,
} from './tax-table.ts';
