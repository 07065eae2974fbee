/** The drawing of a statechart, read back as XML. */
import * as fc from 'fast-check';
import { seededRandom } from '@kontor/kernel';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { planChartMigration } from '../../src/index.ts';
import { auditTrail } from '../../src/insight/audit-trail.ts';
import { pointOf, chartArrows } from '../../src/insight/chart-arrows.ts';
import { chartDiagramSvg } from '../../src/insight/chart-diagram.ts';
import { chartPage } from '../../src/insight/chart-page.ts';
import { chartPassCounts, chartPositionOf } from '../../src/insight/chart-position.ts';
import { placeChart } from '../../src/insight/place-chart.ts';
import { chartStructure } from '../../src/statechart/compile-chart.ts';
import { makeKit } from '../engine/engine-kit.ts';
import { drawChart } from '../engine/random-chart.ts';
import { readChart } from '../statechart/chart-notation.ts';

const DEAL = `
  new
    qualify [amount > 10] -> open
  open ||
    hold -> paused
    talks
      offer
        sign -> legal
      legal
        sign -> won
    credit
      checking
        ok -> checked
      checked !
    last ~~ offer
  paused
    resume -> last
    note / n := 1
  won !`;

const deal = { ...readChart(`\n  data amount = 20\n  data n = 0${DEAL}`), id: 'deal' };

function drawn(svg: string, selector: string): string[] {
  const { document } = parseHTML(`<html><body>${svg}</body></html>`);
  return [...document.querySelectorAll(selector)].map((one) => one.textContent ?? '');
}

async function halfWay() {
  const kit = await makeKit();
  await kit.engine.deploy(deal);
  await kit.engine.charts.start('deal', {}, { id: 'd' });
  for (const name of ['qualify', 'sign', 'hold', 'resume']) {
    await kit.engine.charts.send('d', { name });
  }
  const position = chartPositionOf(await kit.engine.charts.instance('d'));
  return { ...kit, position, counts: chartPassCounts(await kit.engine.history('d')) };
}

describe('chartDiagramSvg', () => {
  test('every state and every transition is drawn, with its kind and its words', () => {
    const svg = chartDiagramSvg(deal);
    expect(drawn(svg, 'g.state > title')).toEqual([
      'new: state',
      'open: parallel state',
      'talks: compound state',
      'offer: state',
      'legal: state',
      'credit: compound state',
      'checking: state',
      'checked: final state',
      'last: deep history',
      'paused: state',
      'won: final state',
    ]);
    expect(drawn(svg, 'g.arrow > title')).toEqual([
      'new to open on qualify if amount > 10',
      'open to paused on hold',
      'offer to legal on sign',
      'legal to won on sign',
      'checking to checked on ok',
      'paused to last on resume',
      'paused stays on note and does n := 1',
    ]);
    expect(drawn(svg, 'text.event')).toEqual([
      'qualify',
      '[amount > 10]',
      'hold',
      'sign',
      'sign',
      'ok',
      'resume',
      'note',
    ]);
  });

  test('where it is, where it was and how it came there is marked and told', async () => {
    const { position, counts } = await halfWay();
    const svg = chartDiagramSvg(deal, { position, counts });
    expect(drawn(svg, 'g.active > title')).toEqual([
      'open: parallel state; active; entered 2 times',
      'talks: compound state; active; entered 2 times',
      'legal: state; active; entered 2 times',
      'credit: compound state; active; entered 2 times',
      'checking: state; active; entered 2 times',
    ]);
    expect(drawn(svg, 'g.done > title')).toEqual([
      'new: state; entered 1 times',
      'offer: state; entered 1 times',
      'paused: state; entered 1 times',
    ]);
    expect(drawn(svg, 'g.taken > title')).toHaveLength(4);
    expect(drawn(svg, 'desc')).toEqual(['Active: legal, checking. 0 open incidents.']);
  });

  test('an incident stands at its state', () => {
    const position = { active: ['new'], incidents: { new: ['retries-exhausted: no <link>'] } };
    const svg = chartDiagramSvg(deal, { position });
    expect(drawn(svg, 'g.incident > title')).toEqual([
      'new: state; active; incident retries-exhausted: no <link>',
    ]);
    expect(svg).not.toContain('<link>');
  });

  test('states stand inside of the state around them, and no two beside each other overlap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (seed) => {
        const chart = chartStructure(drawChart(seededRandom(seed)));
        const bounds = placeChart(chart);
        for (const { id, parent, children, histories } of chart.states) {
          const own = bounds.get(id)!;
          if (parent !== undefined) expect(isIn(own, bounds.get(parent.id)!)).toBe(true);
          const inner = [...children, ...histories].map((child) => bounds.get(child.id)!);
          for (const [at, one] of inner.entries()) {
            for (const other of inner.slice(0, at)) expect(overlap(one, other)).toBe(false);
          }
        }
        for (const { curve } of chartArrows(chart, bounds)) {
          const { x, y } = pointOf(curve, 0.5);
          expect(Number.isFinite(x + y)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('the same chart is drawn the same', () => {
    expect(chartDiagramSvg(structuredClone(deal))).toBe(chartDiagramSvg(deal));
  });
});

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const isIn = (a: Rect, b: Rect): boolean =>
  a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;

const overlap = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('chartPage', () => {
  test('tells the position and what happened, by whom', async () => {
    const { engine, store, position } = await halfWay();
    await engine.charts.modify('d', { to: ['won'] }, { by: 'ann', reason: 'by phone' });
    const page = chartPage(deal, { position, history: await auditTrail(store, 'd') });
    expect(drawn(page, 'li')).toEqual(['legal is active', 'checking is active']);
    const told = drawn(page, 'td:last-child');
    expect(told.slice(0, 4)).toEqual([
      'was started',
      "'new' was entered",
      "'qualify' came",
      "'new' was left",
    ]);
    expect(told).toContain('was to be in won by ann: by phone');
    expect(told.at(-1)).toBe('ended: completed');
  });
});

test('counts go on under the names of another version', async () => {
  const kit = await makeKit();
  const from = readChart('\n  a\n    go -> b\n  b\n    go -> a');
  const to = readChart('\n  x\n    go -> b\n  b\n    go -> x');
  await kit.engine.deploy(from);
  await kit.engine.charts.start('chart', {}, { id: 'i' });
  await kit.engine.charts.send('i', { name: 'go' });
  await kit.engine.deploy(to);
  await kit.engine.migrate(planChartMigration(from, to, { a: 'x' }));
  await kit.engine.charts.send('i', { name: 'go' });
  const { states, transitions } = chartPassCounts(await kit.engine.history('i'));
  expect([states, transitions]).toEqual([{ x: 2, b: 1 }, { 'b/0': 1 }]);
});
