/**
 * From a model to a configurator: compiled once, asked for every click.
 */
import { CrmError } from '../errors.ts';
import { attributeIssues, attributeWeights } from './attribute-weights.ts';
import { checkModel } from './check-model.ts';
import { compileDiagram, type CompiledRules, type RuleSet } from './compile-diagram.ts';
import { type CompiledProduct, priceSpanOf, valueCosts } from './compiled-product.ts';
import { type ChoicesOf, Configuration } from './configuration.ts';
import { explainConflict } from './explain-conflict.ts';
import { lowerCondition, lowerRule } from './lower-rule.ts';
import type { ConfiguratorModel } from './model.ts';
import { type Product, productOf } from './product.ts';

/** A model whose variables are known by their ids. */
export type ModelOf<Id extends string> = Omit<ConfiguratorModel, 'variables'> & {
  readonly variables: readonly (ConfiguratorModel['variables'][number] & { readonly id: Id })[];
};

/** How a product is compiled. */
export interface CompileOptions {
  /** Nodes that may be made before compiling gives up; 150,000 (some seconds) unless said. */
  readonly nodeLimit?: number | undefined;
}

/** A product, ready to be configured. It never changes, and may be shared. */
export interface Configurator<Id extends string = string> {
  /** The configuration in which nothing is chosen yet. */
  start(): Configuration<Id>;
  /** `start().choose(choices)`. */
  choose(choices: ChoicesOf<Id>): Configuration<Id>;
  /** How large its diagram is: what answers cost. */
  readonly size: { readonly nodes: number; readonly edges: number };
}

const NODE_LIMIT = 150_000;

/**
 * Compiles the model of a product.
 *
 * @throws CrmError CRM_INVALID_DEFINITION — all faults, each with its path
 * @throws CrmError CRM_CONFIGURATOR_CONTRADICTION — no configuration is valid; names a minimal set
 *   of rules that cannot all hold
 * @throws CrmError CRM_CONFIGURATOR_TOO_LARGE — every order of variables passes the limit of nodes
 * @example
 * const lamp = compileConfigurator({ id: 'lamp', currency: 'EUR', variables: [
 *   { id: 'shade', values: ['paper', 'glass'] }, { id: 'watts', min: 20, max: 60 }],
 *   rules: [{ kind: 'requires', id: 'fire', text: 'Paper stands 40 W.',
 *     if: { shade: 'paper' }, needs: { watts: { max: 40 } } }] });
 * lamp.choose({ watts: 60 }).domains.shade // => ['glass']
 */
export function compileConfigurator<const Id extends string>(
  model: ModelOf<Id>,
  { nodeLimit = NODE_LIMIT }: CompileOptions = {},
): Configurator<Id> {
  const product = productOf(checkModel(model));
  const attributes = attributeWeights(product);
  const issues = attributeIssues(attributes);
  if (issues.length > 0) {
    throw new CrmError('CRM_INVALID_DEFINITION', { what: 'The model of the product', issues });
  }
  const ruleSet = ruleSetOf(product);
  const compiled = compileDiagram(ruleSet, nodeLimit);
  if (compiled.kind !== 'diagram') throw refusal(product, ruleSet, compiled, nodeLimit);
  const { diagram, factors } = compiled;
  const valuePrices = valueCosts({ product, diagram }, (variable, place) =>
    Number(product.variables[variable]!.options[place]!.price),
  );
  const rules = factors.slice(0, product.data.rules.length);
  const edges = diagram.layers.reduce((sum, { nodes, values }) => sum + nodes * values, 0);
  const priceSpan = priceSpanOf(product);
  const whole: CompiledProduct = {
    product,
    diagram,
    rules,
    valuePrices,
    attributes,
    priceSpan,
  };
  const first = Configuration.start<Id>(whole);
  return {
    start: () => first,
    choose: (choices) => first.choose(choices),
    size: { nodes: diagram.nodes, edges },
  };
}

function ruleSetOf(product: Product): RuleSet {
  const { rules, prices } = product.data;
  return {
    domainSizes: product.variables.map(({ options }) => options.length),
    rules: rules.map((rule) => lowerRule(product, rule)),
    prices: prices.map((row, at) => ({
      condition: lowerCondition(product, row.if),
      amount: Number(product.conditionalPrices[at]!),
    })),
  };
}

function refusal(
  { data, variables }: Product,
  { domainSizes }: RuleSet,
  compiled: Exclude<CompiledRules, { kind: 'diagram' }>,
  limit: number,
): Error {
  const named = [...data.rules, ...data.prices].map(({ id, text }) => ({ id, text }));
  if (compiled.kind === 'contradiction') {
    const { factors, tree } = compiled;
    const rules = factors.slice(0, data.rules.length);
    const conflict = explainConflict({ rules, domainSizes, positions: tree.positions }, []);
    return new CrmError('CRM_CONFIGURATOR_CONTRADICTION', {
      product: data.id,
      rules: conflict.rules.map((rule) => named[rule]!),
    });
  }
  const isOne = compiled.kind === 'ruleTooLarge';
  const rules = isOne ? [compiled.rule] : compiled.rules;
  return new CrmError('CRM_CONFIGURATOR_TOO_LARGE', {
    product: data.id,
    limit,
    variable: isOne ? null : variables[compiled.variable]!.id,
    rules: rules.map((rule) => named[rule]!.id),
  });
}
