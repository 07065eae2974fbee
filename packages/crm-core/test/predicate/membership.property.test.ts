/**
 * What is kept is what a full count finds, after every change and at every instant.
 */
import { fc, test as propertyTest } from '@fast-check/vitest';
import { compilePredicate, type Predicate } from '@kontor/crm-core';
import { defineSegments, Membership, type MembershipEvent } from '@kontor/crm-core/segments';
import { expect } from 'vitest';
import {
  anyCondition,
  anyParams,
  anyRecord,
  drawnDealKinds,
  drawnKinds,
  drawnNow,
} from './drawn-conditions.ts';

const HOUR_MS = 3_600_000;
const relations = { deals: drawnDealKinds };
const IDS = ['a', 'b', 'c'];

/** A step of a history; every step may take time, to the millisecond. */
type Step =
  | { readonly kind: 'put'; readonly id: string; readonly record: object }
  | { readonly kind: 'edit'; readonly id: string; readonly record: object }
  | { readonly kind: 'remove' | 'wait'; readonly id: string }
  | { readonly kind: 'deals'; readonly id: string; readonly rows: readonly object[] };

const anyId = fc.constantFrom(...IDS);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: stepOf('put', { record: anyRecord(drawnKinds) }) },
  { weight: 4, arbitrary: stepOf('edit', { record: anyRecord(oneField()) }) },
  { weight: 1, arbitrary: stepOf('remove', {}) },
  { weight: 2, arbitrary: stepOf('wait', {}) },
  { weight: 2, arbitrary: stepOf('deals', { rows: fc.array(anyRecord(drawnDealKinds)) }) },
) as fc.Arbitrary<Step>;

function stepOf(kind: Step['kind'], parts: Record<string, fc.Arbitrary<unknown>>) {
  return fc.record({ kind: fc.constant(kind), id: anyId, ...parts });
}

/** A few fields that conditions often ask for, so that an edit touches some segments only. */
function oneField() {
  const { name, age, metOn, seenAt, tags } = drawnKinds;
  return { name, age, metOn, seenAt, tags } as typeof drawnKinds;
}

/** Until the very instant at which time may next change something. */
const DUE = -1;

const anyWait = fc.oneof(
  fc.constant(DUE),
  fc.constantFrom(0, 1, HOUR_MS, 12 * HOUR_MS, 24 * HOUR_MS, 7 * 24 * HOUR_MS),
  fc.nat({ max: 3 * 24 * HOUR_MS }),
);

/** Segments of which later ones may ask for earlier ones. */
const anySegments = fc
  .array(fc.tuple(anyCondition, fc.nat(), fc.constantFrom('and', 'or', 'none')), {
    minLength: 1,
    maxLength: 6,
  })
  .map((drawn) =>
    drawn.map(([condition, asked, how], at) => {
      const isNested = at > 0 && how !== 'none';
      const parts = [condition, { segment: `s${asked % Math.max(1, at)}` }];
      const where = (isNested ? { [how]: parts } : condition) as Predicate;
      return { id: `s${at}`, where };
    }),
  );

const anyHistory = fc.array(fc.tuple(anyWait, anyStep), { maxLength: 12 });
const numRuns = process.env['KONTOR_FULL'] === '1' ? 20_000 : 200;

propertyTest.prop([anySegments, anyHistory, anyParams], { numRuns })(
  'property: the members kept are the members counted, and events lead from one to the next',
  (definitions, history, params) => {
    const segments = defineSegments(definitions.toReversed(), drawnKinds, relations);
    const deals = new Map<string, readonly object[]>();
    const related = (record: object) => deals.get((record as { id: string }).id) ?? [];
    const membership = new Membership(segments, { now: drawnNow, params, related });
    const records = new Map<string, object>();
    const told = new Set<string>();
    let now = drawnNow;
    for (const [wait, step] of history) {
      const from = now;
      now = wait === DUE ? dueAt(membership, now) : now + wait;
      const { id } = step;
      const events = take(membership, step, { records, deals, now });
      for (const event of events) follow(told, event, from, now);
      const counted = definitions.flatMap((one) => {
        const isMember = compilePredicate(segments.whole(one.id), drawnKinds, relations);
        return [...records]
          .filter(([, record]) => isMember(record, { now, params, related }))
          .map(([of]) => `${one.id} ${of}`);
      });
      const kept = definitions.flatMap((one) =>
        membership.members(one.id).map((of) => `${one.id} ${of}`),
      );
      expect(kept.sort()).toEqual(counted.sort());
      expect([...told].sort()).toEqual(kept);
      expect(definitions.map((one) => membership.has(one.id, id))).toEqual(
        definitions.map((one) => kept.includes(`${one.id} ${id}`)),
      );
      expect(membership.nextChangeAt ?? Infinity).toBeGreaterThan(now);
    }
  },
);

/** When time may next change something, of the next three months; now when it will not. */
function dueAt({ nextChangeAt }: Membership, now: number): number {
  const isSoon = nextChangeAt !== undefined && nextChangeAt < now + 2200 * HOUR_MS;
  return isSoon ? nextChangeAt : now;
}

interface World {
  readonly records: Map<string, object>;
  readonly deals: Map<string, readonly object[]>;
  readonly now: number;
}

function take(membership: Membership, step: Step, { records, deals, now }: World) {
  const { kind, id } = step;
  if (kind === 'put' || kind === 'edit') {
    const before = kind === 'edit' ? records.get(id) : undefined;
    const record = { ...before, ...step.record, id };
    records.set(id, record);
    return membership.put(record, now);
  }
  if (kind === 'deals') {
    // Time first: until now the rows were the old ones.
    const events = membership.advance(now);
    deals.set(id, step.rows);
    return [...events, ...membership.putRows(id, 'deals', now)];
  }
  if (kind === 'wait') return membership.advance(now);
  records.delete(id);
  return membership.remove(id, now);
}

/** Each event changes something, has a reason, and is of an instant between the steps. */
function follow(told: Set<string>, event: MembershipEvent, from: number, to: number): void {
  const key = `${event.segment} ${event.id}`;
  expect(told.has(key)).toBe(event.kind === 'left');
  if (event.kind === 'joined') told.add(key);
  else told.delete(key);
  if (event.cause === 'time' || event.cause === 'rows') expect(event.reasons).not.toEqual([]);
  expect(event.at).toBeGreaterThanOrEqual(from);
  expect(event.at).toBeLessThanOrEqual(to);
}
