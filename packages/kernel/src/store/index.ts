/**
 * @kontor/kernel/store: the contract, and what engines and adapters need to speak it.
 */

// The contract
export type * from './contract.ts';
export { collection, type CollectionDeclaration, snakeCase } from './collection.ts';

// Work against a store
export {
  transact,
  type OnceOptions,
  type TransactOptions,
  type TryOptions,
  type Work,
} from './transact.ts';
export { fence } from './fence.ts';
export type { IncrementBounds, Transaction } from './transaction.ts';
export type { TransactionReadOptions, TransactionScanOptions } from './transaction.ts';
export { type Sleep, sleepByTimer } from './patience.ts';
export {
  drawNumbers,
  nextNumber,
  type NumberBlock,
  numberDispenser,
  type NumberDispenser,
  numberSeries,
  type NumberSeries,
} from './number-series.ts';

// For adapters
export { randomBatchId, secureRandom } from './batch-id.ts';
export { type Increment, incrementDocument } from './increment.ts';
export { copyJson } from './json-copy.ts';
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
