/**
 * The bench's own rules: a differing result is seen, a ratio above 1 is better, an abort is heard.
 */
import { describe, expect, test } from 'vitest';
import { compare, measure } from '../bench/suite.ts';
import { machineLine, tableOf, withTable } from '../bench/table.ts';

const options = { quick: true };
const spin = (turns: number) => (): number => {
  let sum = 0;
  for (let turn = 0; turn < turns; turn++) sum += Math.sqrt(turn);
  return Math.round(sum / sum);
};
const comparison = {
  name: 'spin',
  size: '1',
  peerName: 'a longer spin',
  ours: spin(1000),
  peer: spin(100_000),
  equal: (ours: number, peer: number) => ours === peer,
};

describe('compare', () => {
  test('the side that does a hundredth of the work is better: the ratio is above 1', async () => {
    const row = await compare(comparison, options);
    expect(row).toMatchObject({ name: 'spin', unit: 'CPU s', resultsEqual: true });
    expect(row.ratio).toBeGreaterThan(1);
    expect(row.ratio).toBeCloseTo(row.peer / row.ours);
  });

  test('with operations the figures are rates, the ratio still says who is better', async () => {
    const rated = { ...comparison, operations: { count: 10, unit: 'spins/s' } };
    const row = await compare(rated, options);
    expect(row.unit).toBe('spins/s');
    expect(row.ours).toBeGreaterThan(row.peer);
    expect(row.ratio).toBeCloseTo(row.ours / row.peer);
  });

  test('a result that differs is said', async () => {
    const row = await compare({ ...comparison, peer: () => 2 }, options);
    expect(row.resultsEqual).toBe(false);
  });

  test('an abort ends it with its reason', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(compare(comparison, { ...options, signal })).rejects.toThrow('enough');
    await expect(measure(spin(1000), { ...options, signal })).rejects.toThrow('enough');
  });
});

describe('measure', () => {
  test('waits for work that is asynchronous', async () => {
    let done = 0;
    const work = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      done++;
    };
    expect(await measure(work, { ...options, time: 'wall' })).toBeGreaterThan(0);
    expect(done).toBeGreaterThan(3);
  });
});

describe('the table', () => {
  const row = {
    engine: 'kernel',
    name: 'spin',
    size: '1,000 | 2',
    ours: 0.001234,
    peer: 0.12345,
    peerName: 'a longer spin',
    ratio: 100.04,
    unit: 'CPU s',
    resultsEqual: true,
  };

  test('has a line a row, with three digits that count', () => {
    expect(tableOf([row]).split('\n')[2]).toBe(
      '| kernel | spin | 1,000 \\| 2 | 0.00123 | a longer spin: 0.123 | CPU s | 100 × |',
    );
  });

  test('takes the place of the one before, and of nothing else', () => {
    const page = 'a\n<!-- bench -->\nold\n<!-- /bench -->\nb\n';
    expect(withTable(page, 'new $&')).toBe('a\n<!-- bench -->\n\nnew $&\n\n<!-- /bench -->\nb\n');
    expect(() => withTable('a page', 'new')).toThrow('<!-- bench -->');
  });

  test('the machine is told with Node and the peers that are installed', () => {
    expect(machineLine()).toMatch(/^Node v\d+\.\d+\.\d+; \d+ × .*; .*decimal\.js \d+/);
  });
});
