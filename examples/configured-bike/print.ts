/**
 * What the seller sees.
 */
import type { Configuration, quoteLineOf } from '@kontor/crm-core/configure';
import type { PlannedOrder } from '@kontor/mrp';

/** The values that are left of each variable, and what bikes with them cost. */
export function printOffer({ count, domains, price }: Configuration): void {
  for (const [variable, values] of Object.entries(domains)) {
    console.log(`  ${variable.padEnd(8)} ${values.join(' | ')}`);
  }
  const bikes = count === 1n ? '1 bike' : `${count} bikes`;
  console.log(`  ${bikes}, ${price.cheapest} to ${price.dearest} ${price.currency}`);
}

/** A line of the quote with the parts of its price. */
export function printQuote(line: ReturnType<typeof quoteLineOf>): void {
  for (const { text, amount } of line.parts) {
    console.log(`  ${text.padEnd(32)} ${amount.padStart(8)}`);
  }
  console.log(`  ${line.text.padEnd(32)} ${line.unitPrice.padStart(8)} ${line.currency}`);
  console.log(`  weighs ${line.attributes['kg']} kg and the rest of the bike`);
}

/** Planned orders as sentences, in the order in which they are released. */
export function printOrders(orders: readonly PlannedOrder[]): void {
  const sorted = orders.toSorted(
    (a, b) => a.release.localeCompare(b.release) || a.item.localeCompare(b.item),
  );
  for (const { release, kind, quantity, item, due } of sorted) {
    console.log(
      `  ${release}  ${kind.padEnd(4)} ${quantity.padStart(3)} ${item.padEnd(16)} for ${due}`,
    );
  }
}

/** A heading. */
export function heading(text: string): void {
  console.log(`\n${text}`);
}
