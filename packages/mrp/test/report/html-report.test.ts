import { checkModel, type Model, type ModelInput, plan } from '@kontor/mrp';
import { htmlReport } from '@kontor/mrp/report';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';

/** A bike of two wheels with a lead time that today leaves no room for; `count` demands. */
function modelOf(count: number, changes: Partial<ModelInput> = {}): Model {
  return checkModel({
    locations: [{ id: 'plant' }],
    items: [
      { id: 'bike', name: 'Bicycle' },
      { id: 'wheel', name: 'Wheel' },
    ],
    boms: [{ item: 'bike', lines: [{ component: 'wheel', quantityPer: 2 }] }],
    sourcing: [
      { kind: 'make', item: 'bike', location: 'plant', leadTimeDays: 2 },
      { kind: 'buy', item: 'wheel', location: 'plant', leadTimeDays: 30, supplier: 'rim' },
    ],
    parameters: [{ item: 'bike', location: 'plant', safetyStock: '3' }],
    stock: [{ item: 'bike', location: 'plant', quantity: '3' }],
    demands: Array.from({ length: count }, (_, index) => ({
      id: `so-${index}`,
      item: 'bike',
      location: 'plant',
      due: new Date(Date.UTC(2026, 0, 12 + (index % 170))).toISOString().slice(0, 10),
      quantity: '2',
    })),
    ...changes,
  });
}

async function reportOf(model: Model, title?: string) {
  const result = plan(model, { today: '2026-01-05' });
  const html = await htmlReport(result, model, { title });
  return { html, plan: result, document: parseHTML(html).document };
}

const texts = (nodes: Iterable<{ textContent: string | null }>): string[] =>
  Array.from(nodes, ({ textContent }) => textContent ?? '');

describe('htmlReport', () => {
  test('the sections come in the order of a planner, shortages first', async () => {
    const { document } = await reportOf(modelOf(40));
    const ids = Array.from(document.querySelectorAll('section'), ({ id }) => id);
    expect(ids).toEqual(['shortages', 'messages', 'figures', 'timeline', 'stock', 'weeks']);
  });

  test('every shortage is on the page, with its days and its cause', async () => {
    const { plan, document } = await reportOf(modelOf(300));
    const shown = texts(document.querySelectorAll('#shortages table:last-of-type tbody tr'));
    const shortages = plan.shortages();
    expect(shortages.length).toBeGreaterThan(10);
    for (const { demand, due, available, cause } of shortages) {
      const row = shown.find((text) => text.startsWith(demand) && text.includes(due));
      expect(row).toContain(available);
      expect(row).toContain(cause.text);
    }
  });

  test('root causes come first, and what follows from one stands below it, set in', async () => {
    // The first bikes, too, should be under way.
    const sourcing: ModelInput['sourcing'] = [
      { kind: 'make', item: 'bike', location: 'plant', leadTimeDays: 10 },
      { kind: 'buy', item: 'wheel', location: 'plant', leadTimeDays: 30 },
    ];
    const { plan, document } = await reportOf(modelOf(40, { sourcing }));
    const [causes, messages] = [...document.querySelectorAll('#messages table')];
    const groups = plan.messageGroups().filter(({ demands }) => demands.length > 0);
    const counts = [...causes!.querySelectorAll('tbody tr')].map((row) =>
      texts(row.querySelectorAll('td')).slice(0, 2).map(Number),
    );
    expect(counts.length).toBeGreaterThan(3);
    expect(counts).toEqual(
      groups.slice(0, 20).map(({ demands, consequences }) => [demands.length, consequences.length]),
    );
    const rows = [...messages!.querySelectorAll('tbody tr')];
    expect(rows).toHaveLength(plan.messages().length);
    const isSetIn = rows.map((row) => row.querySelector('.follows') !== null);
    expect(isSetIn[0]).toBe(false);
    expect(isSetIn).toContain(true);
  });

  test('lots that expire and places of a segment are named', async () => {
    const { document } = await reportOf(
      modelOf(0, {
        parameters: [{ item: 'bike', location: 'plant', segments: 'own' }],
        stock: [
          { item: 'wheel', location: 'plant', quantity: '8', lot: 'L7', expires: '2026-02-01' },
        ],
        demands: [
          { item: 'wheel', location: 'plant', due: '2026-01-20', quantity: '3' },
          { item: 'bike', location: 'plant', due: '2026-03-20', quantity: '1', segment: 'alpha' },
        ],
      }),
    );
    const expiries = [...document.querySelectorAll('#messages table')].find((one) =>
      one.querySelector('caption')!.textContent!.startsWith('Lots that expire'),
    );
    const cells = texts(expiries!.querySelectorAll('tbody td'));
    expect(cells.slice(0, 4)).toEqual(['2026-02-01', 'wheel', 'plant', '5']);
    expect(texts(document.querySelectorAll('#weeks details td'))).toContain('plant#alpha');
    expect(texts(document.querySelectorAll('#stock figcaption small'))).toContain(
      'bike at plant#alpha',
    );
  });

  test('subcontracted orders and substitutes have a column, a bar and a colour of their own', async () => {
    const plain = await reportOf(modelOf(3));
    const headings = (document: Awaited<ReturnType<typeof reportOf>>['document']): string[] =>
      texts(document.querySelectorAll('#weeks table:first-of-type th')).slice(0, 7);
    expect(headings(plain.document)).not.toContain('subcontract');
    const { document } = await reportOf(
      modelOf(3, {
        sourcing: [
          { kind: 'subcontract', item: 'bike', location: 'plant', leadTimeDays: 2 },
          { kind: 'buy', item: 'wheel', location: 'plant', leadTimeDays: 30, supplier: 'rim' },
        ],
      }),
    );
    expect(headings(document)).toContain('subcontract');
    expect(document.querySelector('.legend .subcontract')).not.toBeNull();
  });

  test('a feasible plan says so', async () => {
    const { document } = await reportOf(modelOf(0));
    expect(document.querySelector('.lead')!.textContent).toBe('Every demand is served on its day.');
  });

  test('what a user typed cannot become markup, not even in charts and the title', async () => {
    const evil = '<script>alert("x")</script>';
    const model = modelOf(3, {
      locations: [{ id: evil }],
      items: [{ id: evil, name: `"'&${evil}` }],
      boms: [],
      parameters: [],
      stock: [],
      sourcing: [{ kind: 'buy', item: evil, location: evil, leadTimeDays: 60, supplier: evil }],
      demands: [{ id: evil, item: evil, location: evil, due: '2026-01-08', quantity: '1' }],
    });
    const { html, document } = await reportOf(model, evil);
    expect(/<script/i.exec(html)).toBeNull();
    expect(document.querySelectorAll('script')).toHaveLength(0);
    expect(document.querySelector('h1')!.textContent).toContain(evil);
    expect(document.querySelector('#shortages td')!.textContent).toContain(evil);
  });

  test('the page stands alone: nothing is loaded, nothing is run', async () => {
    const { html } = await reportOf(modelOf(40));
    expect(/<(link|script|iframe|img)|@import|url\(|\son\w+=/i.exec(html)).toBeNull();
    const addresses = html.match(/https?:[^"'<\s]+/g) ?? [];
    expect(addresses.filter((address) => !address.startsWith('http://www.w3.org/'))).toEqual([]);
  });

  test('every chart has a title and a description, and stock curves their figures as a table', async () => {
    const { document } = await reportOf(modelOf(40));
    const charts = [...document.querySelectorAll('svg')];
    expect(charts.length).toBeGreaterThanOrEqual(3);
    for (const chart of charts) {
      expect(chart.getAttribute('role')).toBe('img');
      const title = chart.querySelector('title')!;
      expect(chart.getAttribute('aria-labelledby')).toBe(title.id);
      expect(title.textContent).not.toBe('');
      expect(chart.querySelector('desc')!.textContent).not.toBe('');
    }
    for (const figure of document.querySelectorAll('#stock figure')) {
      expect(figure.querySelectorAll('tbody tr').length).toBeGreaterThan(1);
    }
  });

  test('ids are unique', async () => {
    const { document } = await reportOf(modelOf(40));
    const ids = Array.from(document.querySelectorAll('[id]'), ({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('the counts by week add up to the planned orders', async () => {
    const { plan, document } = await reportOf(modelOf(120));
    const counts = document.querySelector('#weeks table')!.querySelectorAll('tbody tr');
    let total = 0;
    for (const row of counts) total += Number(row.querySelector('td:last-child')!.textContent);
    expect(total).toBe(plan.orderCount);
  });

  test('the same plan gives the same page', async () => {
    const first = await reportOf(modelOf(40));
    const second = await reportOf(modelOf(40));
    expect(second.html === first.html).toBe(true);
  });

  test('a plan of 10,000 orders is cut, and what is left out is counted', {
    timeout: 60_000,
  }, async () => {
    const names = Array.from({ length: 60 }, (_, index) => `part-${index}`);
    const model = modelOf(0, {
      items: names.map((id) => ({ id })),
      boms: [],
      parameters: [],
      stock: [],
      sourcing: names.map((item) => ({ kind: 'buy', item, location: 'plant', leadTimeDays: 2 })),
      demands: names.flatMap((item) =>
        Array.from({ length: 170 }, (_, index) => ({
          item,
          location: 'plant',
          due: new Date(Date.UTC(2026, 0, 12 + index)).toISOString().slice(0, 10),
          quantity: '1',
        })),
      ),
    });
    const { html, plan, document } = await reportOf(model);
    expect(plan.orderCount).toBe(10_200);
    const listed = document.querySelectorAll('#weeks details tbody tr').length;
    expect(listed).toBe(3000);
    expect(html.length).toBeLessThan(3_000_000);
    expect(document.querySelector('#weeks > .rest')!.textContent).toMatch(
      /later weeks are left out/,
    );
    const bars = [...document.querySelectorAll('#timeline svg rect')].length;
    const left = document.querySelector('#timeline .rest')!.textContent!;
    expect(bars + Number(/^\d+/.exec(left)![0])).toBe(plan.orderCount);
  });
});
