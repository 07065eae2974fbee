/**
 * Which of many records fulfil a condition, by columns.
 */
import type { Columns } from './columns-of.ts';
import type { Predicate } from './predicate.ts';
import { filteredRows, rowFilter } from './row-filter.ts';
import type { Binding } from './value-test.ts';

/**
 * The numbers of the rows that fulfil a condition that was checked, in order.
 *
 * @throws CrmError CRM_UNKNOWN_SEGMENT — it asks for another segment: see `defineSegments`
 * @example
 * const columns = columnsOf([{ age: 17 }, { age: 20 }, {}], { age: 'number' });
 * selectRows(columns, not(field('age').ge(18)), { now: 0 }) // => Int32Array.of(0, 2)
 */
export function selectRows(columns: Columns, condition: Predicate, at: Binding): Int32Array {
  return filteredRows(rowFilter(condition, columns, at), columns.size);
}
