/**
 * @kontor/kernel/tax: the tax of a document, the same for quote, order, invoice and posting.
 */
export {
  computeTax,
  type TaxAmount,
  type TaxedDocument,
  type TaxedLine,
} from './compute-tax.ts';
export { taxesInGross } from './amount-tax.ts';
export { leavesNothing, type Percent, percentOf } from './percent.ts';
export type { TaxDocumentInput } from './tax-document.ts';
export { type TaxCodeInput, type TaxTable, taxTable } from './tax-table.ts';
