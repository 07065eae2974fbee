/**
 * Quota: sourcing lots from several sources so that each gets its agreed part over time.
 *
 * The source with the smallest allocated ÷ quota takes the next lot, ties go to the first listed.
 * Lots stay whole, so after any number of them no source is ahead of another by more than its last
 * lot. History counts: what a source was given before this run is its allocated quantity at the
 * start.
 *
 * Fractions are compared crosswise in whole numbers, so that two sources at par are at par.
 *
 * @source SAP, "quota arrangement", with quota rating = allocated quantity ÷ quota
 */
import { type Ratio, type RatioInput, ratio } from '@kontor/kernel';
import { checkWhole, refuseFigure, totalSteps } from './given-figures.ts';

/** A source with a quota. */
export interface QuotaSource {
  /**
   * Its part, 0 or more: 60 and 40, or '0.6' and '0.4'; only the proportion counts. 0 gets none.
   */
  readonly quota: RatioInput;
  /** Given to it so far, in whole steps; else 0. */
  readonly allocated?: number | undefined;
}

/** Sources and the lots they are to take, one after the other. */
export interface QuotaInput {
  readonly sources: readonly QuotaSource[];
  /** In whole steps. */
  readonly lots: readonly number[];
}

/** Which source takes which lot. */
export interface QuotaAllocation {
  /** The row of `sources`, from 0, of each lot. */
  readonly chosen: readonly number[];
  /** One cell per source: in whole steps, what it was given before included. */
  readonly allocated: readonly number[];
}

/**
 * The row of the source that takes the next lot.
 *
 * @throws MrpError MRP_BAD_FIGURE — no quota above 0, one below 0, allocated is not whole steps
 * @throws KernelError KERNEL_BAD_DECIMAL, KERNEL_DIVISION_BY_ZERO — a quota cannot be read
 * @example
 * nextByQuota([{ quota: 60, allocated: 100 }, { quota: 40 }]) // => 1
 */
export function nextByQuota(sources: readonly QuotaSource[]): number {
  return leastServed(quotasOf(sources), allocatedOf(sources));
}

/**
 * Gives lots to sources by their quotas.
 *
 * @throws MrpError MRP_BAD_FIGURE — as `nextByQuota`; lots that are not whole steps or pass 2^53
 * @throws KernelError KERNEL_BAD_DECIMAL, KERNEL_DIVISION_BY_ZERO — a quota cannot be read
 * @example
 * allocateByQuota({ sources: [{ quota: 60 }, { quota: 40 }], lots: [100, 100, 100] })
 * // => { chosen: [0, 1, 0], allocated: [200, 100] }
 */
export function allocateByQuota({ sources, lots }: QuotaInput): QuotaAllocation {
  const quotas = quotasOf(sources);
  const allocated = allocatedOf(sources);
  totalSteps([...allocated, ...lots], (index) =>
    index < allocated.length ? `sources.${index}.allocated` : `lots.${index - allocated.length}`,
  );
  const chosen = lots.map((lot) => {
    const row = leastServed(quotas, allocated);
    allocated[row]! += lot;
    return row;
  });
  return { chosen, allocated };
}

/**
 * The first row with the smallest allocated ÷ quota among those with a quota. A row with a quota of
 * 0 needs no care: multiplied out, its side is never the smaller one.
 */
function leastServed(quotas: readonly Ratio[], allocated: readonly number[]): number {
  let least = quotas.findIndex(({ numerator }) => numerator > 0n);
  for (let row = least + 1; row < quotas.length; row++) {
    if (
      weighed(allocated[row]!, quotas[row]!, quotas[least]!) <
      weighed(allocated[least]!, quotas[least]!, quotas[row]!)
    ) {
      least = row;
    }
  }
  return least;
}

/** One side of `a / quota < b / other`, multiplied out: whole numbers on both sides. */
function weighed(steps: number, quota: Ratio, other: Ratio): bigint {
  return BigInt(steps) * quota.denominator * other.numerator;
}

function quotasOf(sources: readonly QuotaSource[]): Ratio[] {
  const quotas = sources.map(({ quota }, index) => {
    const path = `sources.${index}.quota`;
    const part = ratio(quota, path);
    if (part.numerator < 0n) refuseFigure(path, 'below 0', 'a part of 0 or more');
    return part;
  });
  if (quotas.every(({ numerator }) => numerator === 0n)) {
    refuseFigure('sources', 'without a quota', 'at least one source a quota above 0');
  }
  return quotas;
}

function allocatedOf(sources: readonly QuotaSource[]): number[] {
  return sources.map(({ allocated = 0 }, index) =>
    checkWhole(allocated, `sources.${index}.allocated`),
  );
}
