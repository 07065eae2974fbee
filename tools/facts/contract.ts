/**
 * What a table of facts must be, whichever engine it comes from (`FactColumns` of the kernel).
 */
import type { FactCell, FactColumns } from '@kontor/kernel';

interface Rule {
  readonly columns: RegExp;
  readonly holds: (cell: FactCell) => boolean;
  readonly what: string;
}

const within = (cell: FactCell, from: number, to: number): boolean =>
  typeof cell === 'number' && Number.isInteger(cell) && cell >= from && cell <= to;

const rules: readonly Rule[] = [
  { columns: /^day$|Day$/, what: 'a day number', holds: (cell) => within(cell, -1e6, 1e6) },
  { columns: /At$/, what: 'an instant', holds: (cell) => within(cell, 1e9, 1e15) },
  { columns: /Ms$/, what: 'milliseconds', holds: (cell) => within(cell, 0, 1e15) },
  { columns: /^currency$|Currency$|^unit$/, what: 'text', holds: (cell) => cell === String(cell) },
  { columns: /^decimals$|Decimals$/, what: 'a count', holds: (cell) => within(cell, 0, 30) },
  { columns: /^is[A-Z]/, what: 'truth', holds: (cell) => typeof cell === 'boolean' },
];

/** Every breach of the contract, by column. */
export function factFaults(columns: FactColumns): string[] {
  const lengths = new Set(Object.values(columns).map(({ length }) => length));
  const uneven = lengths.size > 1 ? [`columns have ${[...lengths].join(', ')} cells`] : [];
  return [
    ...uneven,
    ...Object.entries(columns).flatMap(([name, cells]) => cellFaults(name, cells)),
  ];
}

function cellFaults(name: string, cells: readonly FactCell[]): string[] {
  const kinds = new Set(['string', 'number', 'bigint', 'boolean']);
  const strange = cells.find((cell) => cell !== null && !kinds.has(typeof cell));
  if (strange !== undefined || cells.includes(undefined as never)) return [`${name}: no cell`];
  const rule = rules.find(({ columns }) => columns.test(name));
  const wrong = cells.find((cell) => cell !== null && rule?.holds(cell) === false);
  return wrong === undefined ? [] : [`${name}: ${String(wrong)} is not ${rule!.what}`];
}
