/**
 * The walks of a click that look at each edge once, beside the general walk for least costs, which
 * looks anew for each question.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { CrmError } from '@kontor/crm-core';
import { compileConfigurator, type ConfiguratorModel } from '@kontor/crm-core/configure';
import { type CompiledProduct, cheapest, dearest } from '../../src/configure/compiled-product.ts';
import { completable } from '../../src/configure/completable.ts';
import { leastCosts } from '../../src/configure/least-costs.ts';
import { priceBounds, totalBounds } from '../../src/configure/price-bounds.ts';
import { supportOf } from '../../src/configure/support.ts';
import { randomProduct } from './random-product.ts';

const isFull = process.env['KONTOR_FULL'] === '1';
const runs = { numRuns: isFull ? 300 : 20 };

/** Undefined where the rules contradict each other. */
function compiled(model: ConfiguratorModel): CompiledProduct | undefined {
  try {
    return compileConfigurator(model).start().compiled;
  } catch (error) {
    if (CrmError.is(error, 'CRM_CONFIGURATOR_CONTRADICTION')) return undefined;
    throw error;
  }
}

/** Some of a product's values. */
const allowedOf = ({ diagram }: CompiledProduct, bits: readonly boolean[]): Uint8Array =>
  Uint8Array.from({ length: diagram.values }, (_, at) => (bits[at % bits.length]! ? 1 : 0));

const mostly = fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, fc.constant(false));
const given = [randomProduct(256), fc.array(mostly, { minLength: 1, maxLength: 30 })] as const;

/** −0 and 0 are one price. */
const negated = (costs: Float64Array): number[] => Array.from(costs, (cost) => 0 - cost);

describe('completable', () => {
  test.prop([...given], runs)(
    'property: what has a rest is what has a rest of some cost',
    (model, bits) => {
      const product = compiled(model);
      fc.pre(product !== undefined);
      const allowed = allowedOf(product, bits);
      const rests = completable(product.diagram, allowed);
      const costs = leastCosts(product.diagram, allowed, cheapest(product));
      for (const [variable, { nodes }] of rests.entries()) {
        const expected = Array.from(costs[variable]!, (cost) => (cost < Infinity ? 1 : 0));
        expect([...nodes]).toEqual(expected);
      }
    },
  );
});

describe('priceBounds', () => {
  test.prop([...given], runs)(
    'property: both prices below each node are its least cost and that of the negated prices',
    (model, bits) => {
      const product = compiled(model);
      fc.pre(product !== undefined);
      const { diagram } = product;
      const allowed = allowedOf(product, bits);
      const rests = completable(diagram, allowed);
      fc.pre(diagram.tree.roots.every((root) => rests[root]!.nodes[0] === 1));
      const { reach } = supportOf(diagram, allowed, rests);
      const bounds = priceBounds(product, allowed, { reach });
      const least = leastCosts(diagram, allowed, cheapest(product), { reach });
      const most = leastCosts(diagram, allowed, dearest(product), { reach });
      for (const [variable, layer] of bounds.entries()) {
        const [low, high] = [
          layer.filter((_, at) => at % 2 === 0),
          layer.filter((_, at) => at % 2),
        ];
        expect([...low]).toEqual([...least[variable]!]);
        expect(Array.from(high, (price) => price + 0)).toEqual(negated(most[variable]!));
      }
      const sums = diagram.tree.roots.map((root) => bounds[root]![1]!);
      expect(totalBounds(diagram, bounds).dearest).toBe(sums.reduce((sum, one) => sum + one, 0));
    },
  );
});
