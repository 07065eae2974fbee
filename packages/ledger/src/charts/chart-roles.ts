/**
 * Which account of a ready chart does what: the ids that an engine or an application asks for by
 * their job, so that nobody looks for them by name.
 */

/**
 * Ids that stand in both ready charts, by their job.
 *
 * @example
 * chartRoles.receivables // => 'trade-receivables'
 */
export const chartRoles = {
  /** A header: all that counts as cash and cash equivalents stands under it. */
  cash: 'cash-and-bank',
  bank: 'bank',
  foreignBank: 'bank-foreign',
  receivables: 'trade-receivables',
  payables: 'trade-payables',
  inputTax: 'input-tax',
  outputTax: 'output-tax',
  taxPayable: 'tax-payable',
  retainedEarnings: 'retained-earnings',
  trading: 'currency-trading',
  exchangeGains: 'exchange-gains',
  exchangeLosses: 'exchange-losses',
  unrealisedExchangeGains: 'unrealised-exchange-gains',
  unrealisedExchangeLosses: 'unrealised-exchange-losses',
  bankCharges: 'bank-charges',
  creditLosses: 'credit-losses',
  discountsGranted: 'sales-reductions',
  rounding: 'rounding-differences',
  depreciation: 'depreciation',
  accumulatedDepreciation: 'accumulated-depreciation',
} as const;
