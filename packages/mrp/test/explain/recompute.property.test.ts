/**
 * Every order of random models, worked out again from its explanation alone.
 */
import { decimal } from '@kontor/kernel';
import { checkModel, type Plan, plan, recompute } from '@kontor/mrp';
import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { randomModel } from '../random-model.ts';
import { ALL_TERMS, TODAY } from '../random-terms.ts';
import { runs } from '../runs.ts';

vi.setConfig({ testTimeout: 120_000 });

const plans: fc.Arbitrary<Plan> = fc
  .record({
    input: randomModel(ALL_TERMS),
    pastDueRelease: fc.constantFrom('keep' as const, 'clamp' as const),
    bucketDays: fc.constantFrom(1, 1, 7),
  })
  .map(({ input, ...terms }) => plan(checkModel(input), { today: TODAY, ...terms }));

const sum = (quantities: readonly { readonly quantity: string }[]) =>
  quantities.reduce((total, { quantity }) => total.plus(quantity), decimal(0)).toFixed();

test('property: the figures of an explanation give quantity, source, due day and release', () => {
  fc.assert(
    fc.property(plans, (planned) => {
      for (const { id, quantity, source, due, release } of planned.orders()) {
        const explained = planned.explain(id);
        const { net, ...again } = recompute(explained);
        expect({ id, ...again }).toEqual({ id, quantity, source, due, release });
        expect(net).toBe(explained.balance.net);
        // The shares add up to the order, and the needs of the day to what is needed that day …
        expect(sum(explained.serves)).toBe(quantity);
        // … but for a move: it answers what lacks in a first plan, which may differ from the last.
        if (explained.move !== undefined) continue;
        expect(sum(explained.needs)).toBe(explained.balance.gross);
      }
    }),
    { numRuns: runs(50) },
  );
});

test('property: an explanation is plain data', () => {
  fc.assert(
    fc.property(plans, (planned) => {
      const [order] = planned.orders();
      if (order === undefined) return;
      const explained = planned.explain(order.id);
      expect(JSON.parse(JSON.stringify(explained))).toEqual(explained);
    }),
    { numRuns: runs(50) },
  );
});
