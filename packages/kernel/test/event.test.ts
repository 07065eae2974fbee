import { checkEvent, createEvent, KernelError, manualClock, sequentialIds } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';

const doors = () => ({
  clock: manualClock(Date.parse('2026-03-02T08:00:00Z')),
  ids: sequentialIds('event'),
});

describe('createEvent', () => {
  test('takes its id and time from the doors and survives JSON', () => {
    const event = createEvent(
      {
        type: 'order.released',
        source: 'mrp',
        subject: 'order-7',
        data: { quantity: '12.5', lots: [1, null] },
        causationId: 'event-0',
      },
      doors(),
    );
    expect(event).toEqual({
      id: 'event-000001',
      time: '2026-03-02T08:00:00.000Z',
      type: 'order.released',
      source: 'mrp',
      subject: 'order-7',
      version: 1,
      data: { quantity: '12.5', lots: [1, null] },
      causationId: 'event-0',
    });
    expect(checkEvent(JSON.parse(JSON.stringify(event)))).toEqual(event);
  });
});

describe('checkEvent', () => {
  const good = {
    id: 'a',
    type: 't',
    source: 's',
    time: '2026-03-02T08:00:00Z',
    version: 1,
    data: null,
  };
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;

  test('accepts the least that an event needs', () => {
    expect(checkEvent(good)).toEqual(good);
  });
  test.each<[string, object, string]>([
    ['a local time', { time: '2026-03-02T08:00:00' }, 'time'],
    ['an offset', { time: '2026-03-02T08:00:00+01:00' }, 'time'],
    ['version 0', { version: 0 }, 'version'],
    ['no data', { data: undefined }, 'data'],
    ['a bigint', { data: { minor: 1n } }, 'data.minor'],
    ['a date', { data: [new Date(0)] }, 'data.0'],
    ['an undefined member', { data: { a: { b: undefined } } }, 'data.a.b'],
    ['NaN', { data: [1, Number.NaN] }, 'data.1'],
    ['a cycle', { data: cycle }, 'data.self'],
    ['an unknown attribute', { colour: 'red' }, 'event'],
    ['an empty type', { type: '' }, 'type'],
  ])('refuses %s at %s', (_, change, path) => {
    try {
      checkEvent({ ...good, ...change });
      expect.unreachable();
    } catch (error) {
      if (!KernelError.is(error, 'KERNEL_BAD_EVENT')) throw error;
      expect(error.details.faults.map((fault) => fault.path)).toEqual([path]);
    }
  });
  test('names all faults at once', () => {
    expect(() => checkEvent({ ...good, type: '', version: -1 })).toThrow(/2 fault.*type.*version/);
  });
  test('the same object twice is no cycle', () => {
    const shared = { a: 1 };
    expect(checkEvent({ ...good, data: [shared, shared] }).data).toEqual([shared, shared]);
  });
});
