/**
 * Steps from one question to the next: down a level, up a level.
 *
 * Requests are plain data, so a step is a function of the request alone; the cube checks the names
 * when it is asked.
 */
import { invalidQuery } from './errors.ts';
import type { Filter } from './filter.ts';
import type { CubeRequest } from './request.ts';

const dimensionOf = (ref: string): string => ref.slice(0, ref.indexOf('.'));

/**
 * The request one level further down: `level` comes after the last level of its dimension that is
 * shown, or last.
 *
 * @param at - drill into these members only: joins what the request asks for already
 * @example
 * drillDown({ by: ['store.country'], measures: ['units'] }, 'store.state',
 *   { 'store.country': 'USA' })
 * // => { by: ['store.country', 'store.state'], measures: ['units'],
 * //      where: { 'store.country': 'USA' } }
 */
export function drillDown(request: CubeRequest, level: string, at?: Filter): CubeRequest {
  const { by = [] } = request;
  const above = by.findLastIndex((ref) => dimensionOf(ref) === dimensionOf(level));
  const place = above < 0 ? by.length : above + 1;
  return {
    ...request,
    by: by.includes(level) ? by : by.toSpliced(place, 0, level),
    ...(at === undefined ? {} : { where: bothOf(request.where, at) }),
  };
}

/**
 * The request without the lowest level of a dimension that it shows; filters stay.
 *
 * @throws OlapError OLAP_INVALID_QUERY — the request shows no level of the dimension
 */
export function drillUp(request: CubeRequest, dimension: string): CubeRequest {
  const { by = [] } = request;
  const lowest = by.findLastIndex((ref) => dimensionOf(ref) === dimension);
  if (lowest < 0) {
    const reason = `no level of '${dimension}' is shown`;
    throw invalidQuery(['by'], reason);
  }
  return { ...request, by: by.toSpliced(lowest, 1) };
}

const bothOf = (where: Filter | undefined, at: Filter): Filter =>
  where === undefined ? at : { and: [where, at] };
