/** The job of the planner: a bicycle with two wheels, planned and kept. */
import { manualClock, sequentialIds } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { checkModel, Planner } from '@kontor/mrp';

/** The planned orders, and what the store knows of the run. */
export async function planOrders(): Promise<string[]> {
  const model = checkModel({
    items: [{ id: 'bike' }, { id: 'wheel' }],
    calendars: [{ id: 'five-day', holidays: ['2026-01-06'] }],
    locations: [{ id: 'plant', timeZone: 'Europe/Berlin', calendar: 'five-day' }],
    boms: [{ item: 'bike', lines: [{ component: 'wheel', quantityPer: '2' }] }],
    sourcing: [
      { kind: 'make', item: 'bike', location: 'plant', leadTimeDays: 2 },
      { kind: 'buy', item: 'wheel', location: 'plant', leadTimeDays: 10, lotSizeMultiple: '20' },
    ],
    stock: [{ item: 'wheel', location: 'plant', quantity: '6' }],
    demands: [
      { id: 'so-1', item: 'bike', location: 'plant', due: '2026-03-02', quantity: '5' },
      { id: 'so-2', item: 'bike', location: 'plant', due: '2026-03-30', quantity: '12.0' },
    ],
  });
  const clock = manualClock(Date.parse('2026-01-05T08:00:00Z'));
  const planner = new Planner({ store: memoryStore(), clock, ids: sequentialIds('run') });
  await planner.prepare();
  const { plan, run } = await planner.planAndStore(model, { today: '2026-01-05' });
  const orders = plan.orders();
  return [
    ...orders.map((order) => [order.kind, order.quantity, order.item, order.due].join(' ')),
    JSON.stringify(await planner.currentRun()),
    `${run.orderCount} orders, ${run.shortageCount} late`,
  ];
}
