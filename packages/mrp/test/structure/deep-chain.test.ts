/**
 * A chain of 30,000 items (of 100,000 with KONTOR_FULL=1), each made of the next: no enquiry may
 * overflow the stack or take the square of the depth.
 */
import {
  checkModel,
  costRollUp,
  explodeBill,
  structurePath,
  summarizeBill,
  whereUsed,
} from '@kontor/mrp';
import { expect, test } from 'vitest';

const DEPTH = process.env['KONTOR_FULL'] === '1' ? 100_000 : 30_000;

test('every enquiry goes to any depth', { timeout: 120_000 }, () => {
  const ids = Array.from({ length: DEPTH }, (_, n) => `p${n}`);
  const [top, bottom] = [ids[0]!, ids.at(-1)!];
  const model = checkModel({
    locations: [{ id: 'works' }],
    items: ids.map((id) => (id === bottom ? { id, cost: '7' } : { id })),
    boms: ids.slice(1).map((component, n) => ({
      item: ids[n]!,
      lines: [{ component, quantityPer: n === 500 ? '3' : '1' }],
    })),
  });
  const rows = explodeBill(model, top);
  expect(rows).toHaveLength(DEPTH - 1);
  const last = { level: DEPTH - 1, item: bottom, quantity: { exact: '3', decimal: '3' } };
  expect(rows.at(-1)).toMatchObject(last);
  expect(structurePath(rows, rows.length - 1)).toHaveLength(DEPTH - 1);

  expect(summarizeBill(model, top).at(-1)).toMatchObject({ ...last, isLeaf: true });

  const users = whereUsed(model, bottom);
  expect(users.at(-1)).toMatchObject({ level: DEPTH - 1, item: top, totalPer: { exact: '3' } });

  const { costs, missing } = costRollUp(model);
  expect(costs.at(-1)).toMatchObject({ level: 0, item: top, total: '21' });
  expect(missing).toEqual([]);
});
