/**
 * @kontor/crm-core/configure: products with options.
 *
 * A model is compiled once; every question after that is exact and quick: which values are still
 * possible, why one is not, what the cheapest and dearest completions cost.
 */
export {
  compileConfigurator,
  type CompileOptions,
  type Configurator,
  type ModelOf,
} from './configure/compile-configurator.ts';
export {
  type Between,
  type Choice,
  type ChoicesOf,
  type CompleteBy,
  Configuration,
  type Conflict,
} from './configure/configuration.ts';
export type { Condition, OptionValue, ValueTest } from './configure/condition.ts';
export type { ConfiguratorModel, ConfiguratorRule } from './configure/model.ts';
export { checkModel as checkConfiguratorModel } from './configure/check-model.ts';
export { type ConfiguredLine, type PricePart, quoteLineOf } from './configure/quote-line-of.ts';
export {
  type BillMapping,
  billOfMaterialOf,
  type ConfiguredBill,
  type ConfiguredBillLine,
} from './configure/bill-of-material-of.ts';
