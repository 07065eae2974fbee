/**
 * The choice of a source, made again from the figures of all that were asked.
 */
import { assert, compareRatios, divideRatios, ratio } from '@kontor/kernel';
import type { SourceFigures, SourceVerdict } from './explanation.ts';

/** The id of the source that takes the lot. */
export function recomputeSource({ sources, due, today }: SourceFigures): string {
  const inForce = sources.filter(
    ({ verdict, from = '', until = '9999-12-31' }) =>
      verdict !== 'fromStockOnly' && due >= from && due < until,
  );
  const [first] = inForce;
  assert(first !== undefined, 'some source is in force');
  if (first.quota !== undefined) {
    const turns = inForce.filter(({ priority, quota }) => priority === first.priority && quota);
    return turns.reduce((behind, one) => (isBehind(one, behind) ? one : behind)).id;
  }
  const timely = inForce.find(({ release }) => release !== undefined && release >= today);
  return (timely ?? first).id;
}

/** Whether one source was given a smaller part of its quota than another. */
function isBehind(one: SourceVerdict, other: SourceVerdict): boolean {
  const part = ({ allocated = '0', quota = '1' }: SourceVerdict) =>
    divideRatios(ratio(allocated), ratio(quota));
  return compareRatios(part(one), part(other)) < 0;
}
