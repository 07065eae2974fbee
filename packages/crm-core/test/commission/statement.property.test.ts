/**
 * What was issued always sums to what is owed, in whatever order things came.
 */
import { createFiscalCalendar } from '@kontor/kernel';
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  type CommissionSource,
  commissionStatements,
  defineCommissionPlan,
  type StatementLine,
} from '@kontor/crm-core/sales';

const calendar = createFiscalCalendar({ kind: 'months' });
const cents = fc.integer({ min: -5_000_000, max: 20_000_000 });
const percent = fc.integer({ min: 0, max: 100 });

const source = fc.record({
  date: fc.constantFrom('2026-03-01', '2026-03-31', '2026-04-01'),
  owner: fc.constantFrom('anna', 'ben'),
  amount: cents.map((minor) => (minor / 100).toFixed(2)),
  share: fc.option(percent, { nil: undefined }),
});

const plans = (['marginal', 'retroactive'] as const).map((method) => {
  const brackets = [{ upTo: '100000', rate: '5.5' }, { upTo: '125000', rate: '6' }, { rate: '7' }];
  const scheme = { kind: 'brackets', method, brackets } as const;
  return defineCommissionPlan({ id: 'reps', base: 'amount', scheme, cap: '20000' });
});

describe('commissionStatements', () => {
  test.prop([fc.array(source, { maxLength: 12 }), fc.constantFrom(...plans), fc.nat(3)])(
    'property: the lines issued along the way sum to the commission of what is known at the end',
    (given, plan, every) => {
      const sources = given.map(({ share, ...one }, at): CommissionSource => {
        const splits = [
          { person: one.owner, kind: 'revenue' as const, percent: share ?? 100 },
          { person: 'cid', kind: 'revenue' as const, percent: 100 - (share ?? 100) },
        ];
        return { ...one, id: `S-${at}`, deal: `D-${at}`, splits };
      });
      const issued: StatementLine[] = [];
      const issue = (known: readonly CommissionSource[]) => {
        const input = { plan, currency: 'EUR', calendar, sources: known, issued };
        const statements = commissionStatements(input);
        for (const { line } of statements) if (line !== undefined) issued.push(line);
        return statements;
      };
      sources.forEach((_, at) => {
        if (at % (every + 1) === 0) issue(sources.slice(0, at + 1));
      });
      issue(sources);
      for (const { person, period, total, line } of issue(sources)) {
        expect(line).toBeUndefined();
        const lines = issued.filter((one) => one.person === person && one.period === period);
        const sum = lines.reduce((all, { amount }) => all + Math.round(Number(amount) * 100), 0);
        expect(sum).toBe(Math.round(Number(total) * 100));
      }
    },
  );
});
