/**
 * @kontor/kernel/store: the contract, and what engines and adapters need to speak it.
 */

// The contract
export type * from './contract.ts';
export { collection, type CollectionDeclaration, snakeCase } from './collection.ts';

// For adapters
export { checkBatch, checkDocument, checkId } from './document-check.ts';
export {
  groupCommit,
  type GroupCommit,
  type GroupLimits,
  type GroupWriter,
  type TenantBatch,
} from './group-commit.ts';
export {
  checkRange,
  comparePositions,
  compareText,
  compareValues,
  indexFields,
  inRange,
  positionOf,
  rangeDigest,
} from './range-order.ts';
