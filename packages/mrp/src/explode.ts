/**
 * Explosion: everything a node must deliver and everything already coming in, day by day.
 *
 * Dependent requirements are pulled, not pushed: all that can need a node is planned before it, its
 * orders lie side by side in the draft, and each becomes one addition to the node's row. So no
 * requirement is ever stored, the row stays in the processor's cache, and where a requirement comes
 * from can be read back from the same columns.
 *
 * @source APICS Dictionary, "explosion", "dependent demand", "gross requirement"
 */
import { needOf, type Use } from './compiled-source.ts';
import type { Flows } from './compile-flows.ts';
import type { Draft } from './draft.ts';
import { MrpError } from './errors.ts';
import type { Network } from './network.ts';
import type { NettingRow } from './net.ts';

/** A netting row that knows its calendar: cell i is day `origin + i`. */
export interface NodeRow extends NettingRow {
  origin: number;
}

/** An empty row; its arrays grow to the widest node and are used again. */
export function openRow(): NodeRow {
  const width = 512;
  return {
    origin: 0,
    gross: new Float64Array(width),
    receipts: new Float64Array(width),
    first: 0,
    last: -1,
  };
}

/**
 * Fills `row` with the node's gross requirements and scheduled receipts.
 *
 * Independent demand, firm issues, and what the parents' planned orders need on their release days.
 *
 * @throws MrpError MRP_QUANTITY_TOO_LARGE — the row's amounts add up to 2^53 or more
 */
export function explode(network: Network, draft: Draft, node: number, row: NodeRow): void {
  openSpan(network, draft, node, row);
  if (row.last < row.first) return;
  let total = Math.abs(network.onHand[node]!) + network.safetyStock[node]!;
  total += addFlows(network.demands, node, row, row.gross);
  total += addFlows(network.firmIssues, node, row, row.gross);
  total += addFlows(network.receipts, node, row, row.receipts);
  for (let at = network.uses.start[node]!; at < network.uses.start[node + 1]!; at++) {
    total += addDependent(network, draft, network.uses.list[at]!, row);
  }
  if (!(total <= Number.MAX_SAFE_INTEGER)) {
    throw new MrpError('MRP_QUANTITY_TOO_LARGE', network.nodes.at(node));
  }
}

/** Finds the first and last day with an event and clears the cells between them. */
function openSpan(network: Network, draft: Draft, node: number, row: NodeRow): void {
  let first = Number.MAX_SAFE_INTEGER;
  let last = Number.MIN_SAFE_INTEGER;
  for (const flows of [network.demands, network.firmIssues, network.receipts]) {
    const [from, to] = [flows.start[node]!, flows.start[node + 1]!];
    if (from === to) continue;
    first = Math.min(first, flows.day[from]!);
    last = Math.max(last, flows.day[to - 1]!);
  }
  for (let at = network.uses.start[node]!; at < network.uses.start[node + 1]!; at++) {
    const { parent } = network.uses.list[at]!;
    if (draft.start[parent] === draft.end[parent]) continue;
    first = Math.min(first, draft.firstRelease[parent]!);
    last = Math.max(last, draft.lastRelease[parent]!);
  }
  row.first = 0;
  row.origin = first;
  row.last = last < first ? -1 : last - first;
  if (row.last >= row.gross.length) {
    row.gross = new Float64Array(row.last * 2);
    row.receipts = new Float64Array(row.last * 2);
  } else {
    row.gross.fill(0, 0, row.last + 1);
    row.receipts.fill(0, 0, row.last + 1);
  }
}

function addFlows(flows: Flows, node: number, row: NodeRow, cells: Float64Array): number {
  let total = 0;
  for (let at = flows.start[node]!; at < flows.start[node + 1]!; at++) {
    const quantity = flows.quantity[at]!;
    cells[flows.day[at]! - row.origin]! += quantity;
    total += quantity;
  }
  return total;
}

/** Adds what the parent's orders from the use's source need. */
function addDependent(network: Network, draft: Draft, use: Use, row: NodeRow): number {
  const { gross, origin } = row;
  const { source, quantity, release } = draft;
  const end = draft.end[use.parent]!;
  const onlySource = network.sourcesOf[use.parent]!.length === 1;
  let total = 0;
  for (let order = draft.start[use.parent]!; order < end; order++) {
    if (!onlySource && source[order] !== use.source) continue;
    const need = needOf(use, quantity[order]!);
    gross[release[order]! - origin]! += need;
    total += need;
  }
  return total;
}
