/**
 * Costs in four elements, exact: what a roll-up adds up, level by level.
 */
import { addRatios, multiplyRatios, type Ratio } from '@kontor/kernel';
import { NONE } from './exact-figure.ts';

/** The elements of cost, in the order in which they are shown. */
export const costElements = ['material', 'labour', 'subcontract', 'transfer'] as const;

/** An element of cost. */
export type CostElement = (typeof costElements)[number];

/** So much money of each element, exact. */
export type CostAmount = Readonly<Record<CostElement, Ratio>>;

/** No money. */
export const FREE: CostAmount = { material: NONE, labour: NONE, subcontract: NONE, transfer: NONE };

/** Money of one element only. */
export function amountOf(element: CostElement, money: Ratio): CostAmount {
  return { ...FREE, [element]: money };
}

/** a + b × times, element by element. */
export function addAmount(a: CostAmount, b: CostAmount, times: Ratio): CostAmount {
  const add = (element: CostElement): Ratio =>
    b[element].numerator === 0n
      ? a[element]
      : addRatios(a[element], multiplyRatios(b[element], times));
  return {
    material: add('material'),
    labour: add('labour'),
    subcontract: add('subcontract'),
    transfer: add('transfer'),
  };
}

/** All elements together. */
export function totalOf(amount: CostAmount): Ratio {
  return costElements.reduce((sum, element) => addRatios(sum, amount[element]), NONE);
}
