/**
 * Links followed to their ends, on links made up for the purpose.
 */
import { formatRatio } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';
import { type Followed, followLinks } from '../../src/pegging/follow.ts';
import type { Link, OrderRef } from '../../src/pegging/links.ts';

const to = (kind: Link['kind'], ref: number, quantity: number): Link => ({
  kind,
  ref,
  node: 0,
  day: 0,
  quantity,
});

/** Follows from order 0; `orders[n]` has the links of order n, its quantity is their sum. */
function follow(orders: readonly (readonly Link[])[]): Followed {
  const linksOf = ({ ref }: OrderRef): readonly Link[] => orders[ref]!;
  const quantityOf = (order: OrderRef): number =>
    linksOf(order).reduce((sum, { quantity }) => sum + quantity, 0);
  return followLinks({ start: orders[0]!, linksOf, quantityOf });
}

const ends = (followed: Followed): string[] =>
  followed.ends.map(({ link, quantity }) => `${link.kind} ${link.ref} ${formatRatio(quantity)}`);

describe('followLinks', () => {
  test('an order passes on in proportion to its own shares', () => {
    const found = follow([[to('order', 1, 10)], [to('demand', 7, 2), to('demand', 8, 1)]]);
    expect(ends(found)).toEqual(['demand 7 20/3', 'demand 8 10/3']);
  });

  test('two ways to one end are one share, and an order on both is taken once', () => {
    const found = follow([
      [to('order', 1, 4), to('order', 2, 6)],
      [to('order', 3, 8)],
      [to('order', 3, 6), to('stock', -1, 6)],
      [to('demand', 7, 14)],
    ]);
    expect(ends(found)).toEqual(['stock -1 3', 'demand 7 7']);
    expect(found.steps).toHaveLength(6);
  });

  test('a way round ends where it comes back, and nothing is lost', () => {
    const found = follow([[to('order', 1, 6)], [to('order', 2, 3)], [to('order', 1, 1)]]);
    expect(ends(found)).toEqual(['order 1 6']);
  });

  test('a chain of 100,000 orders is followed without recursion', () => {
    const count = 100_000;
    const orders = Array.from({ length: count }, (_, at) =>
      at === count - 1 ? [to('demand', 0, 3)] : [to('order', at + 1, 3)],
    );
    expect(ends(follow(orders))).toEqual(['demand 0 3']);
  });
});
