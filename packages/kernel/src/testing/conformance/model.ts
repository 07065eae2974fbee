/**
 * The store against the store in memory: the same random batches, scans and checks, the same
 * answers.
 *
 * Versions differ from store to store, so both sides speak of "the version read last"; documents
 * and outcomes must be equal. A failure names its seed.
 */
import { type Random, seededRandom } from '../../ids.ts';
import type { Check, Position, Range, Store, Write } from '../../store/contract.ts';
import { memoryStore } from '../../store/memory.ts';
import { accounts, CONFORMANCE_COLLECTIONS, entries, seats } from './collections.ts';
import {
  commitPatiently,
  digestOf,
  insert,
  keyCheck,
  put,
  rangeCheck,
  readAll,
  remove,
} from './moves.ts';
import { expectSame, type RuleTest } from './suite.ts';

const STEPS = 40;
const TEXTS = ['', 'a', 'a b', 'aa', 'B', 'ä', '\uFF61', '\u{1F600}', '10', '9'];
const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Draws that both stores are given alike. */
interface Draw {
  readonly random: Random;
  readonly int: (below: number) => number;
  readonly of: <Item>(items: readonly Item[]) => Item;
}

function drawing(seed: number): Draw {
  const random = seededRandom(seed);
  const int = (below: number): number => Math.floor(random() * below);
  return { random, int, of: (items) => items[int(items.length)]! };
}

/** Registers the comparison with the store in memory. */
export function modelRules(rule: RuleTest): void {
  rule(
    'random batches, scans and checks come out as in memory',
    async ({ store, tenant, rounds }) => {
      for (let round = 0; round < rounds; round++) {
        const seed = 1000 + round;
        const model = memoryStore();
        await model.prepare(CONFORMANCE_COLLECTIONS);
        const real = store.forTenant(`${tenant}-${round}`);
        const draw = drawing(seed);
        for (let step = 0; step < STEPS; step++) {
          await takeStep(draw, model, real, `seed ${seed}, step ${step}`);
        }
      }
    },
  );
}

async function takeStep(draw: Draw, model: Store, real: Store, name: string): Promise<void> {
  const what = draw.int(10);
  if (what < 6) return compareCommits(draw, model, real, name);
  const range = drawRange(draw);
  const options = {
    reverse: draw.int(2) === 0,
    pageSize: 1 + draw.int(4),
    ...(draw.int(2) === 0 && { limit: draw.int(5) }),
  };
  const wanted = await readAll(model, entries, range, options);
  const found = await readAll(real, entries, range, options);
  expectSame(`${name}: scan ${JSON.stringify({ range, options })}`, found, wanted);
}

async function compareCommits(draw: Draw, model: Store, real: Store, name: string): Promise<void> {
  const writes = Array.from({ length: draw.int(5) }, () => drawWrite(draw));
  const drawn = Array.from({ length: draw.int(3) }, () => drawCheck(draw));
  const intrusion = draw.int(2) === 0 ? [drawWrite(draw)] : [];
  const verdict = async (store: Store): Promise<unknown> => {
    const checks = await Promise.all(drawn.map((check) => check(store)));
    const between = await commitPatiently(store, { checks: [], writes: intrusion });
    const outcome = await commitPatiently(store, { checks, writes });
    return {
      between: between.kind,
      kind: outcome.kind,
      reason: 'reason' in outcome && outcome.reason,
    };
  };
  const kinds = writes.map(({ kind }) => kind).join();
  const shown = `${name}: commit ${kinds} with ${drawn.length} checks`;
  const wanted = await verdict(model);
  expectSame(shown, await verdict(real), wanted);
  for (const collection of CONFORMANCE_COLLECTIONS) {
    expectSame(
      `${shown}: state`,
      await readAll(real, collection),
      await readAll(model, collection),
    );
  }
}

function drawWrite(draw: Draw): Write {
  const id = draw.of(IDS);
  switch (draw.int(8)) {
    case 0:
      return remove(draw.of([accounts, entries, seats]), id);
    case 1:
      return insert(accounts, { id, balance: String(draw.int(10)) });
    case 2:
      return {
        kind: 'increment',
        collection: accounts,
        id,
        field: draw.of(['balance', 'balance', 'balance', 'id']),
        by: BigInt(draw.int(7)) - 3n,
        ...(draw.int(2) === 0 && { min: 0n }),
        ...(draw.int(2) === 0 && { max: 10n }),
      };
    case 3:
      return put(seats, { id, room: draw.of(['r', 's', null]), seat: draw.int(4) });
    case 4:
      return insert(entries, { id, account: draw.of(TEXTS), day: draw.int(9) - 4 });
    case 5:
      return put(entries, { id, account: draw.of([...TEXTS, null]) });
    default:
      return put(entries, {
        id,
        account: draw.of(TEXTS),
        day: draw.int(9) - 4,
        note: [draw.int(99)],
      });
  }
}

/** A check as it holds now, sometimes wrong from the start. */
function drawCheck(draw: Draw): (store: Store) => Promise<Check> {
  const off = draw.int(5) === 0 ? 1 : 0;
  if (draw.int(2) === 0) {
    const id = draw.of(IDS);
    return async (store) => {
      const [row] = await store.get(entries, [id]);
      return keyCheck(entries, id, row === undefined ? (off === 1 ? 1 : null) : row.version + off);
    };
  }
  const range = drawRange(draw);
  return async (store) => {
    const digest = await digestOf(store, entries, range);
    return rangeCheck(entries, range, off === 1 ? `9${digest}` : digest);
  };
}

function drawRange(draw: Draw): Range {
  const maybe = <Value>(value: Value): Value | undefined => (draw.int(3) === 0 ? value : undefined);
  const place = (values: Position['values']): Position => ({ values, id: draw.of(IDS) });
  const whole = (): number => draw.int(11) - 5;
  const text = (): string => draw.of(TEXTS);
  switch (draw.int(4)) {
    case 0:
      return { from: maybe(draw.of(IDS)), to: maybe(draw.of(IDS)), first: maybe(place([])) };
    case 1:
      return {
        index: 'byDay',
        from: maybe(whole()),
        to: maybe(whole()),
        last: maybe(place([whole()])),
      };
    case 2:
      return {
        index: 'byAccount',
        from: maybe(text()),
        to: maybe(text()),
        first: maybe(place([text(), whole()])),
        last: maybe(place([text(), whole()])),
      };
    default:
      return { index: 'byAccount', equals: [text()], from: maybe(whole()), to: maybe(whole()) };
  }
}
