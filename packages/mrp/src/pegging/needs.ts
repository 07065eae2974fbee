/**
 * The needs of a node, in the order in which they are served: by day, priority and id.
 *
 * What an order, open or planned, needs has priority 1 and no id, so of one day and priority it is
 * served before demands of customers. Every kind of need is one entry of a list here.
 */
import { consumptionCell, orderNeed } from '../explode.ts';
import type { Flows } from '../flows.ts';
import type { Network } from '../network.ts';
import { byText } from '../node-table.ts';
import type { Assumptions } from '../prepare-row.ts';
import { addRow, type DatedColumns, sortByDay } from './dated-columns.ts';
import { moveOrders } from './moves.ts';
import { demandName, forecastName } from './names.ts';
import { isPlainNode, plainNeeds } from './plain-needs.ts';
import type { NeedKind, PegScope } from './scope.ts';

/** The priority of all that is no demand. */
export const ORDINARY = 1;

/** A kind of need that has neither a priority nor an id of its own. */
interface UnnamedKind {
  readonly kind: NeedKind;
  /** Adds the needs of a node in any order of days. Writes `into`. */
  gather(scope: PegScope, node: number, into: DatedColumns, assumed: Assumptions): void;
}

/** A kind whose rows have a priority and an id. */
interface NamedKind {
  readonly kind: NeedKind;
  flows(network: Network): Flows;
  priorityOf(network: Network, row: number): number;
  idOf(network: Network, row: number): string;
}

/** By which of them is served first of one day. */
const UNNAMED: readonly UnnamedKind[] = [
  { kind: 'debt', gather: addDebts },
  { kind: 'expired', gather: addExpired },
  { kind: 'firmIssue', gather: addFirmIssues },
  { kind: 'order', gather: addDependent },
  { kind: 'move', gather: addMoves },
];

const NAMED: readonly NamedKind[] = [
  {
    kind: 'demand',
    flows: ({ demands }) => demands,
    priorityOf: ({ model }, row) => model.demands[row]!.priority,
    idOf: demandName,
  },
  {
    kind: 'forecast',
    flows: ({ forecasts }) => forecasts,
    priorityOf: () => ORDINARY,
    idOf: forecastName,
  },
];

/** A need's priority and id, as it is sorted by. */
export function rankOf(
  network: Network,
  kind: NeedKind,
  row: number,
): { readonly priority: number; readonly id: string } {
  const named = NAMED.find((entry) => entry.kind === kind);
  if (named === undefined) return { priority: ORDINARY, id: '' };
  return { priority: named.priorityOf(network, row), id: named.idOf(network, row) };
}

/** Fills `into` with the needs of a node, sorted; what is reserved for a demand is part of it. */
export function needsOf(
  scope: PegScope,
  node: number,
  assumed: Assumptions,
  into: DatedColumns,
): void {
  if (isPlainNode(scope, node)) {
    plainNeeds(scope, node, into);
    return;
  }
  const { unsorted } = scope;
  unsorted.count = 0;
  const named = namedNeeds(scope, node);
  for (const need of named) if (need.priority < ORDINARY) addNamed(unsorted, need);
  for (const { gather } of UNNAMED) gather(scope, node, unsorted, assumed);
  for (const need of named) if (need.priority >= ORDINARY) addNamed(unsorted, need);
  sortByDay(unsorted, into, scope.days);
}

interface NamedNeed {
  readonly number: number;
  readonly day: number;
  readonly quantity: number;
  readonly priority: number;
  readonly id: string;
}

const addNamed = (into: DatedColumns, { number, day, quantity }: NamedNeed): void =>
  addRow(into, number, day, quantity);

/** By priority and id. */
function namedNeeds({ network, needs }: PegScope, node: number): NamedNeed[] {
  const found: NamedNeed[] = [];
  for (const { kind, flows, priorityOf, idOf } of NAMED) {
    const { start, row: rows, day, quantity } = flows(network);
    for (let at = start[node]!; at < start[node + 1]!; at++) {
      const row = rows[at]!;
      if (row === -1) continue;
      const reserved = kind === 'demand' ? (network.reserved.get(row) ?? 0) : 0;
      found.push({
        number: needs.baseOf(kind) + row,
        day: day[at]!,
        quantity: quantity[at]! + reserved,
        priority: priorityOf(network, row),
        id: idOf(network, row),
      });
    }
  }
  return found.sort((a, b) => a.priority - b.priority || byText(a.id, b.id) || a.number - b.number);
}

function addDebts({ network, needs }: PegScope, node: number, into: DatedColumns): void {
  const { start, row, day, quantity } = network.demands;
  const base = needs.baseOf('debt');
  for (let at = start[node]!; at < start[node + 1]!; at++) {
    if (row[at] === -1) addRow(into, base - 1, day[at]!, quantity[at]!);
  }
}

function addExpired(
  { network, needs }: PegScope,
  node: number,
  into: DatedColumns,
  { expired }: Assumptions,
): void {
  const lots = network.lots.get(node) ?? [];
  const base = needs.baseOf('expired');
  for (const { lot, quantity } of expired) {
    addRow(into, base + lots.indexOf(lot), lot.expires, quantity);
  }
}

function addFirmIssues({ network, needs }: PegScope, node: number, into: DatedColumns): void {
  const { start, row, day, quantity } = network.firmIssues;
  const base = needs.baseOf('firmIssue');
  for (let at = start[node]!; at < start[node + 1]!; at++) {
    addRow(into, base + row[at]!, day[at]!, quantity[at]!);
  }
}

/** What planned orders need of the node. */
function addDependent({ network, draft }: PegScope, node: number, into: DatedColumns): void {
  const { start, list } = network.uses;
  for (let at = start[node]!; at < start[node + 1]!; at++) {
    const use = list[at]!;
    for (let order = draft.start[use.parent]!; order < draft.end[use.parent]!; order++) {
      if (draft.source[order] !== use.source) continue;
      const quantity = orderNeed(network, draft, use, order);
      if (quantity === 0) continue;
      addRow(into, order, consumptionCell(network, use, draft.release[order]!), quantity);
    }
  }
}

/** What is moved to others of the node's spare stock. */
function addMoves({ network, draft, needs }: PegScope, node: number, into: DatedColumns): void {
  const moves = draft.moves.outOf.get(node);
  if (moves === undefined) return;
  const base = needs.baseOf('move');
  for (const { move, order } of moveOrders(network, draft, moves)) {
    addRow(into, base + order, move.takenOn, move.taken);
  }
}
