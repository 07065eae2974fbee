/**
 * @kontor/olap: exact cube aggregation for decisions. Nothing of it is here yet.
 *
 * The package holds its name and its place beside the other engines, so that its version, its build
 * and its checks are in order before its first rule is. Until then it says what is planned, and no
 * more.
 */

/**
 * The parts this package is planned to have, in the field's words. None of them is here yet: a part
 * that arrives leaves this list.
 *
 * @example
 * planned[0] // => 'dimensions and hierarchies'
 */
export const planned: readonly string[] = [
  'dimensions and hierarchies',
  'measures',
  'slice and dice',
  'roll-up and drill-down',
  'time intelligence',
  'drill-through',
  'write-back',
  'queries as SQL',
];
