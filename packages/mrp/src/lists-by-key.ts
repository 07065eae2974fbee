/**
 * Lists by key that are filled one by one: for rows that are met in an order of their own, where
 * grouping at once would walk them twice.
 */

/**
 * Puts an item at the end of the list of its key; writes `lists`.
 *
 * @example
 * const lists = new Map([[1, ['a']]]);
 * addTo(lists, 1, 'b');
 * addTo(lists, 2, 'c');
 * lists // => new Map([[1, ['a', 'b']], [2, ['c']]])
 */
export function addTo<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
