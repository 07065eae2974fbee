/**
 * @kontor/ledger: double-entry, multi-currency accounting that an auditor can trust.
 *
 * Open books, post batches, ask for balances: `openBooks`, `post`, `balanceOf` and `trialBalance`
 * are pure. `Ledger` keeps the same books in a store.
 */

// Errors
export {
  LedgerError,
  type LedgerErrorDetails,
  type RefusalCode,
  type RefusalDetails,
  type SetupIssue,
  type SetupIssueCode,
} from './errors.ts';

// The set-up
export { type Account, type AccountInput, type AccountType } from './account.ts';
export { checkChart, type CheckedChart } from './chart-of-accounts.ts';
export { accountsUnder, accountTree, type AccountTreeRow } from './account-tree.ts';
export { tradingChart } from './charts/trading-chart.ts';
export { servicesChart } from './charts/services-chart.ts';
export { chartRoles } from './charts/chart-roles.ts';
export { readyLayouts } from './charts/ready-layouts.ts';
export { type CurrencyTable, currencyTable, type OwnCurrency } from './currency-table.ts';
export {
  type BookSetup,
  type BookSetupInput,
  type Dimension,
  type Entity,
  type Journal,
  type Period,
} from './model.ts';

// Posting
export { openBooks } from './open-books.ts';
export type { Books } from './books.ts';
export { post, type PostOptions } from './journal.ts';
export type {
  Accepted,
  Command,
  Dimensions,
  DocumentReference,
  EntryInput,
  EntryKind,
  LineInput,
  Outcome,
  PostedEntry,
  PostedLine,
  PostPending,
  Refused,
  Reverse,
  TransferUpTo,
  VoidNumber,
  VoidPending,
} from './entry.ts';
export { entryOf } from './lines.ts';

// Balances and time
export { type AsOf, type Balance, balanceOf, type BalanceQuery } from './balances.ts';
export {
  type TrialBalance,
  trialBalance,
  type TrialBalanceQuery,
  type TrialBalanceRow,
} from './trial-balance.ts';
export {
  closeAccount,
  type CloseYearOptions,
  closingEntry,
  setPeriodStatus,
} from './period-close.ts';
export { facts, type LedgerFacts } from './facts.ts';
export { type GivenNumber, type NumberReport, numberReports } from './number-report.ts';

// Statements
export { type Layout, type LayoutInput } from './statements/layout.ts';
export { type Statement, statement, type StatementInput } from './statements/statement.ts';
export { statementLayouts } from './statements/statement-layouts.ts';
export { cashFlowFigures } from './statements/cash-flow.ts';
export {
  bookFigures,
  type BookFiguresQuery,
  chartOf,
  flowLines,
} from './statements/book-figures.ts';
export {
  type BookColumn,
  bookStatement,
  type BookStatementInput,
} from './statements/book-statement.ts';

// Currencies
export {
  convert,
  type FoundRate,
  openRates,
  type RateQuery,
  type RateRefusal,
  type Rates,
} from './exchange-rate.ts';
export { type ExchangeRate, type ExchangeRateInput, type RateKind, rateKinds } from './rate-row.ts';
export type { RateLeg } from './rate-table.ts';
export {
  type CarriedItem,
  carriedItem,
  remeasured,
  restToWriteOff,
  settle,
  type Settlement,
} from './carrying.ts';
export {
  type MonetaryItem,
  remeasure,
  type Remeasurement,
  type RemeasurementEntry,
  type RemeasurementInput,
  type RemeasurementRow,
} from './remeasurement.ts';
export {
  type Revaluation,
  revaluation,
  type RevaluationOptions,
  type SettlementEntry,
  settlementEntry,
  type SettlementOptions,
} from './revaluation.ts';
export {
  type ForeignAccount,
  foreignAccount,
  foreignBalance,
  type ForeignMovement,
  moveForeignAccount,
  outflowMethods,
  remeasureForeignAccount,
} from './foreign-account.ts';
export {
  addOpenItems,
  type MatchInput,
  matchItems,
  type MatchOutcome,
  openItems,
  type OpenItems,
  openOn,
  unmatchItems,
} from './open-items.ts';
export type { ItemMatch, MatchAdjustment, OpenItem, OpenItemInput } from './item-match.ts';
export { type AgedItem, type Ageing, ageing, type AgeingInput } from './ageing.ts';

// Tax and allocation
export { computeTax, taxTable } from './tax.ts';
export type {
  TaxAmount,
  TaxCodeInput,
  TaxDocumentInput,
  TaxedDocument,
  TaxedLine,
  TaxTable,
} from '@kontor/kernel/tax';
export { type CashDiscount, splitCashDiscount, type SplitDiscount } from './tax/cash-discount.ts';
export {
  type TaxReport,
  taxReport,
  type TaxReportEntry,
  type TaxReportOptions,
  type TaxReportRow,
  type TaxSide,
} from './tax/tax-report.ts';
export {
  type AllocatedCosts,
  allocateCosts,
  type CostAllocation,
  type LineSplit,
  type SplitLine,
  splitLine,
} from './cost-allocation.ts';
export {
  type AllocatedServices,
  allocateServices,
  type ServiceAllocation,
} from './service-allocation.ts';

// The chain
export { type BatchRecord, sealBatch } from './hash-chain.ts';
export type { Sha256 } from './merkle.ts';
export {
  type ChainVerdict,
  type SealedBatch,
  verifyChain,
  verifyChainAsync,
} from './verify-chain.ts';
export { type EntryProof, proveEntry, verifyProof } from './entry-proof.ts';
export { saltedDigest } from './salted-digest.ts';

// The shell
export { Ledger, type LedgerOptions } from './ledger.ts';
export { type KeptTerms, ledgerCollections, type SealedEntry } from './ledger-collections.ts';
export type { BatchPosted, EventEntry } from './ledger-events.ts';
export type { LedgerVerdict, StoredProof, VerifyQuery } from './stored-chain.ts';
export type { Audit, AuditedPart } from './audit.ts';
