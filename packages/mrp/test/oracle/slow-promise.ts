/**
 * The slow, obvious twins of the enquiries about stock: piece by piece, day by day, kit by kit.
 */
import type { CoverInput, CoverPoint, PromiseRow } from '@kontor/mrp';

/**
 * Available-to-promise with every piece in hand: each piece ordered takes one of the latest receipt
 * not after it that has a piece left; what is left lying is available. A piece that finds none is
 * missing where the latest receipt lies.
 */
export function slowPromise({ onHand, schedule, orders }: PromiseRow): number[] {
  const pieces = schedule.map((quantity, bucket) => quantity + (bucket === 0 ? onHand : 0));
  const missing = schedule.map(() => 0);
  if (pieces.length > 0 && pieces[0]! < 0) {
    missing[0] = -pieces[0]!;
    pieces[0] = 0;
  }
  orders.forEach((ordered, due) => {
    for (let piece = 0; piece < ordered; piece++) {
      const from = pieces.findLastIndex((left, bucket) => bucket <= due && left > 0);
      if (from === -1) missing[latestReceipt(schedule, due)]! += 1;
      else pieces[from]! -= 1;
    }
  });
  return pieces.map((left, bucket) => left - missing[bucket]!);
}

function latestReceipt(schedule: readonly number[], bucket: number): number {
  return Math.max(
    0,
    schedule.findLastIndex((quantity, at) => at <= bucket && quantity > 0),
  );
}

/** Days of cover by waiting: a day after the other, until what is asked for is not there. */
export function slowCover(demands: CoverInput['demands'], point: CoverPoint): number {
  if (point.onHand < 0 || (point.overdue ?? 0) > 0) return 0;
  let left = point.onHand;
  for (let days = 1; days < 999; days++) {
    for (const { day, quantity } of demands) {
      if (day === point.day + days) left -= quantity;
    }
    if (left < 0) return days;
  }
  return 999;
}

/** How many batches can be made, by making one after the other. */
export function slowKits(
  lines: readonly { readonly component: string; readonly quantityPer: number }[],
  stock: readonly { readonly item: string; readonly quantity: number }[],
): number {
  const left = new Map<string, number>();
  for (const { item, quantity } of stock) left.set(item, (left.get(item) ?? 0) + quantity);
  for (let batches = 0; ; batches++) {
    for (const { component, quantityPer } of lines) {
      left.set(component, (left.get(component) ?? 0) - quantityPer);
    }
    if (lines.some(({ component }) => left.get(component)! < 0)) return batches;
  }
}
