/**
 * @kontor/kernel/testing: the conformance suite for store adapters, and a store that fails on
 * purpose.
 */
export { storeConformance } from './store-conformance.ts';
export {
  processConformance,
  type ProcessConformanceOptions,
  type ProcessHarness,
  type WriterProcess,
} from './process-conformance.ts';
export { runProcessWriter, type WriterPlan } from './process-writer.ts';
export type {
  ConformanceOptions,
  CreateHarness,
  StoreHarness,
  TestRunner,
} from './conformance/suite.ts';
export {
  type CommitFault,
  DEFAULT_FAULT_RATES,
  type FaultPlan,
  type FaultRates,
  faultyStore,
  type FaultyStore,
} from './faulty-store.ts';
