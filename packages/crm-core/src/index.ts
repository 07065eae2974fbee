/**
 * @kontor/crm-core: pipeline, quotes, marketing, service and loyalty. Nothing of it is here yet.
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
 * planned[0] // => 'leads and accounts'
 */
export const planned: readonly string[] = [
  'leads and accounts',
  'opportunities and pipeline',
  'quotes and price books',
  'campaigns',
  'cases and service levels',
  'loyalty programs',
  'duplicate detection',
  'privacy requests',
];
