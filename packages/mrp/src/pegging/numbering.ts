/**
 * Numbers for every need and every supply of a plan, so that a share is three plain figures.
 *
 * A kind of need (demands, planned orders, …) has a stretch of numbers, one for each of its rows;
 * the stretches follow one another in the order of the kinds. Planned orders come first on both
 * sides: there the number of a need or supply is the number of the order.
 */

/** A kind with the rows it counts: `first … first + size - 1`. */
export interface NumberedKind<Kind extends string> {
  readonly kind: Kind;
  /** 0, or -1 where -1 stands for "no row". */
  readonly first: number;
  readonly size: number;
}

/** From kinds and rows to numbers and back. */
export interface Numbering<Kind extends string> {
  /** The number of a row is `baseOf(kind) + row`. */
  baseOf(kind: Kind): number;
  kindOf(number: number): Kind;
  /** The row: an order's number, a row of the model's list; -1 where there is none. */
  rowOf(number: number): number;
}

/** Gives each kind its stretch. */
export function numberKinds<Kind extends string>(
  kinds: readonly NumberedKind<Kind>[],
): Numbering<Kind> {
  const stretches: { readonly kind: Kind; readonly start: number; readonly base: number }[] = [];
  const bases = new Map<Kind, number>();
  let next = 0;
  for (const { kind, first, size } of kinds) {
    const base = next - first;
    bases.set(kind, base);
    if (size > 0) stretches.push({ kind, start: next, base });
    next += size;
  }
  const stretchOf = (number: number): { readonly kind: Kind; readonly base: number } => {
    let at = stretches.length - 1;
    while (stretches[at]!.start > number) at--;
    return stretches[at]!;
  };
  return {
    baseOf: (kind) => bases.get(kind)!,
    kindOf: (number) => stretchOf(number).kind,
    rowOf: (number) => number - stretchOf(number).base,
  };
}
