/**
 * The slow, obvious twin of pegging: every need and supply of a node as an object, found by looking
 * through the whole plan, and matched one by one.
 *
 * It knows the fixed order of needs and supplies, reservations, first-to-expire, and who gets what
 * of a short supply; it shares with
 * the planner what an order needs and yields (explode.ts) and what the run assumed of the node
 * (prepare-row.ts), which have twins of their own.
 */
import type { Draft } from '../../src/draft.ts';
import { consumptionCell, orderNeed, orderOutput } from '../../src/explode.ts';
import type { Network } from '../../src/network.ts';
import { openRow } from '../../src/node-row.ts';
import { bucketStart } from '../../src/plan-terms.ts';
import { prepareRow } from '../../src/prepare-row.ts';
import { FOREVER } from '../../src/site-calendar.ts';
import { slowProportional } from './slow-shares.ts';

/** A need or supply: its kind and row, when, how much. */
interface Dated {
  readonly name: string;
  readonly day: number;
  quantity: number;
}

interface SlowNeed extends Dated {
  readonly priority: number;
  readonly id: string;
  /** Place of its kind among those of one day, priority and id. */
  readonly rank: number;
  /** What is settled before anything is matched: so much of that supply, '' = reserved stock. */
  settled?: { readonly from: string; readonly quantity: number };
}

interface SlowSupply extends Dated {
  readonly isPlanned: boolean;
  readonly expires: number;
  readonly isOnHand: boolean;
}

/** One share as text: `need day <- supply quantity`. */
export type SlowShare = string;

/** All shares of a node, sorted as text. */
export function slowPegging(network: Network, draft: Draft, node: number): SlowShare[] {
  const row = openRow();
  const { expired, moved } = prepareRow(network, draft, node, row);
  const needs = slowNeeds(network, draft, node);
  const lots = network.lots.get(node) ?? [];
  for (const { lot, quantity } of expired) {
    const stock = lot.from === -FOREVER ? 'stock' : 'heldStock';
    const from = `${lot.kind === 'receipt' ? 'receipt' : stock} ${lot.row}`;
    const name = `expired ${lots.indexOf(lot)}`;
    const settled = { from, quantity };
    needs.push({ name, day: lot.expires, quantity, priority: 1, id: '', rank: 1, settled });
  }
  const reserved = needs.reduce(
    (sum, { settled }) => sum + (settled?.from === '' ? settled.quantity : 0),
    0,
  );
  const supplies = slowSupplies(network, draft, node, reserved);
  for (const { row: at, to } of moved) {
    const place = supplies.findIndex(({ name }) => name === `receipt ${at}`);
    supplies[place] = { ...supplies[place]!, day: row.origin + to };
  }
  const { fairShare, planning, planningFence } = network.policies[node]!;
  const isShort = planning === 'manual' || planningFence > network.terms.today;
  const policy = isShort ? fairShare : 'earliestFirst';
  const isByDue = policy !== 'earliestFirst';
  const there = supplies.map((supply) => {
    const [kind, order] = supply.name.split(' ');
    if (kind !== 'order' || !isByDue) return supply;
    return { ...supply, day: bucketStart(network.terms, draft.due[Number(order)]!) };
  });
  return match(needs, there, { isExpiring: lots.length > 0, policy });
}

interface Rules {
  readonly isExpiring: boolean;
  readonly policy: 'proportional' | 'priority' | 'earliestFirst';
}

/** So much for that need on a day. */
interface Turn {
  readonly need: SlowNeed;
  readonly day: number;
  readonly quantity: number;
}

/** What everyone gets each day of what is there, every day from the first to the last looked at. */
function turnsOf(
  needs: readonly SlowNeed[],
  supplies: readonly SlowSupply[],
  { policy }: Rules,
): Turn[] {
  if (policy === 'earliestFirst') {
    return needs.map((need) => ({ need, day: need.day, quantity: need.quantity }));
  }
  const days = [...needs, ...supplies].map(({ day }) => day);
  const open = new Map(needs.map((need) => [need, need.quantity]));
  const turns: Turn[] = [];
  let given = 0;
  for (let day = Math.min(...days); day <= Math.max(...days); day++) {
    const came = supplies.filter((supply) => supply.isOnHand || supply.day <= day);
    let there = came.reduce((sum, { quantity }) => sum + quantity, 0) - given;
    const today = new Map<SlowNeed, number>();
    const give = (need: SlowNeed, quantity: number): void => {
      if (quantity === 0) return;
      today.set(need, quantity);
      open.set(need, open.get(need)! - quantity);
      there -= quantity;
      given += quantity;
    };
    const waiting = needs.filter((need) => need.day <= day && open.get(need)! > 0);
    const debts = waiting.filter(({ name }) => name.startsWith('debt'));
    const others = waiting.filter((need) => !debts.includes(need));
    for (const need of debts) give(need, Math.min(there, open.get(need)!));
    const wanted = others.map((need) => open.get(need)!);
    if (policy === 'priority' || wanted.reduce((sum, quantity) => sum + quantity, 0) <= there) {
      const inTurn = others.toSorted((a, b) => a.priority - b.priority || a.day - b.day);
      for (const need of inTurn) give(need, Math.min(there, open.get(need)!));
    } else {
      const parts = slowProportional(there, wanted);
      others.forEach((need, at) => give(need, parts[at]!));
    }
    // Who gets how much is settled; in the order of needs it is taken.
    for (const need of waiting) {
      if (today.has(need)) turns.push({ need, day, quantity: today.get(need)! });
    }
  }
  return turns;
}

/** One unit of effort a share: the first need that is open takes of the best supply. */
function match(needs: SlowNeed[], supplies: SlowSupply[], rules: Rules): SlowShare[] {
  const shares: SlowShare[] = [];
  const byPair = new Map<SlowNeed, Map<SlowSupply, number>>();
  const give = (need: SlowNeed, supply: SlowSupply, most: number): void => {
    const quantity = Math.min(need.quantity, supply.quantity, most);
    if (quantity === 0) return;
    const served = byPair.get(need) ?? new Map<SlowSupply, number>();
    byPair.set(need, served.set(supply, (served.get(supply) ?? 0) + quantity));
    need.quantity -= quantity;
    supply.quantity -= quantity;
  };
  needs.sort(
    (a, b) =>
      a.day - b.day ||
      a.priority - b.priority ||
      (a.id < b.id ? -1 : a.id > b.id ? 1 : 0) ||
      a.rank - b.rank,
  );
  const dated = supplies.filter(({ isOnHand }) => !isOnHand);
  dated.sort((a, b) => a.day - b.day || Number(a.isPlanned) - Number(b.isPlanned));
  const onHand = supplies.filter(({ isOnHand }) => isOnHand);
  onHand.sort((a, b) => a.expires - b.expires);
  for (const need of needs) {
    if (need.settled?.from !== '') continue;
    let { quantity } = need.settled;
    for (const supply of onHand.toReversed()) {
      const before = supply.quantity;
      give(need, supply, quantity);
      quantity -= before - supply.quantity;
    }
  }
  for (const need of needs) {
    const from = need.settled?.from ?? '';
    if (from !== '') {
      give(need, supplies.find(({ name }) => name === from)!, need.settled!.quantity);
    }
  }
  // What is settled is a share of its own, also where more of the same supply follows.
  const write = (): void => {
    for (const [need, served] of byPair) {
      for (const [supply, quantity] of served) {
        shares.push(`${need.name} on ${need.day} <- ${supply.name} ${quantity}`);
      }
    }
    byPair.clear();
  };
  write();
  for (const { need, day, quantity: most } of turnsOf(needs, supplies, rules)) {
    const there = (supply: SlowSupply): boolean => supply.isOnHand || supply.day <= day;
    const inTurn = [...onHand, ...dated];
    const first = inTurn.filter((supply) => there(supply) && supply.expires > day);
    first.sort((a, b) => Number(a.isPlanned) - Number(b.isPlanned) || a.expires - b.expires);
    const later = inTurn.filter((supply) => !there(supply));
    const left = inTurn.filter(there);
    left.sort((a, b) => Number(a.isPlanned) - Number(b.isPlanned) || a.expires - b.expires);
    const end = need.quantity - most;
    for (const supply of rules.isExpiring ? [...first, ...later, ...left] : inTurn) {
      give(need, supply, need.quantity - end);
    }
  }
  write();
  return shares.sort();
}

function slowNeeds(network: Network, draft: Draft, node: number): SlowNeed[] {
  const { model } = network;
  const needs: SlowNeed[] = [];
  const add = (name: string, day: number, quantity: number, rank: number): void => {
    needs.push({ name, day, quantity, priority: 1, id: '', rank });
  };
  const flows = (list: Network['demands'], each: (at: number, row: number) => void): void => {
    for (let at = list.start[node]!; at < list.start[node + 1]!; at++) each(at, list.row[at]!);
  };
  flows(network.demands, (at, row) => {
    const [day, quantity] = [network.demands.day[at]!, network.demands.quantity[at]!];
    if (row === -1) return add('debt -1', day, quantity, 0);
    const { priority, id = `demand ${row + 1}` } = model.demands[row]!;
    const set = network.reserved.get(row) ?? 0;
    const settled = set > 0 ? { settled: { from: '', quantity: set } } : {};
    const name = `demand ${row}`;
    needs.push({ name, day, quantity: quantity + set, priority, id, rank: 5, ...settled });
  });
  flows(network.forecasts, (at, row) => {
    const { id = `forecast ${row + 1}` } = model.forecasts[row]!;
    const [day, quantity] = [network.forecasts.day[at]!, network.forecasts.quantity[at]!];
    needs.push({ name: `forecast ${row}`, day, quantity, priority: 1, id, rank: 6 });
  });
  flows(network.firmIssues, (at, row) =>
    add(`firmIssue ${row}`, network.firmIssues.day[at]!, network.firmIssues.quantity[at]!, 2),
  );
  for (const use of network.uses.list) {
    if (use.child !== node) continue;
    for (let order = 0; order < draft.count; order++) {
      if (draft.source[order] !== use.source) continue;
      const quantity = orderNeed(network, draft, use, order);
      const day = consumptionCell(network, use, draft.release[order]!);
      if (quantity > 0) add(`order ${order}`, day, quantity, 3);
    }
  }
  for (const { order, taken, day } of slowMoves(network, draft, node)) {
    add(`move ${order}`, day, taken, 4);
  }
  return needs;
}

/** Moves out of a node, each with the order of the same source, need and rank among its moves. */
function slowMoves(
  network: Network,
  draft: Draft,
  node: number,
): { readonly order: number; readonly taken: number; readonly day: number }[] {
  const claimed = new Set<number>();
  const orders = new Map<object, number>();
  for (const moves of draft.moves.into.values()) {
    for (const move of moves) {
      for (let order = 0; order < draft.count; order++) {
        const isIt =
          draft.source[order] === move.source &&
          draft.need[order] === move.need &&
          draft.quantity[order] === move.quantity &&
          !claimed.has(order);
        if (!isIt) continue;
        claimed.add(order);
        orders.set(move, order);
        break;
      }
    }
  }
  return (draft.moves.outOf.get(node) ?? []).map((move) => ({
    order: orders.get(move)!,
    taken: move.taken,
    day: move.takenOn,
  }));
}

function slowSupplies(
  network: Network,
  draft: Draft,
  node: number,
  reserved: number,
): SlowSupply[] {
  const { today } = network.terms;
  const lots = network.lots.get(node) ?? [];
  const supplies: SlowSupply[] = [];
  const onHand = network.onHand[node]! + reserved;
  if (lots.length === 0 && onHand > 0) {
    const name = 'stock -1';
    const expires = FOREVER;
    supplies.push({
      name,
      day: today,
      quantity: onHand,
      isPlanned: false,
      expires,
      isOnHand: true,
    });
  }
  let left = onHand;
  const ofStock = lots.filter(({ from, quantity }) => from === -FOREVER && quantity > 0);
  for (const { row, expires, quantity } of ofStock.toSorted((a, b) => a.expires - b.expires)) {
    const taken = Math.min(left, quantity);
    left -= taken;
    const name = `stock ${row}`;
    supplies.push({ name, day: today, quantity: taken, isPlanned: false, expires, isOnHand: true });
  }
  const add = (name: string, day: number, quantity: number, isPlanned = false): void => {
    const [kind, row] = name.split(' ');
    const list = kind === 'heldStock' ? 'stock' : kind;
    const lot = lots.find((other) => other.kind === list && other.row === Number(row));
    const expires = lot?.expires ?? FOREVER;
    supplies.push({ name, day, quantity, isPlanned, expires, isOnHand: false });
  };
  const flows = (kind: string, { start, row, day, quantity }: Network['held']): void => {
    for (let at = start[node]!; at < start[node + 1]!; at++) {
      add(`${kind} ${row[at]!}`, day[at]!, quantity[at]!);
    }
  };
  flows('heldStock', network.held);
  const open: [day: number, id: string, quantity: number, row: number][] = [];
  for (let at = 0; at < network.receipts.row.length; at++) {
    const { start, row, day, quantity } = network.receipts;
    if (at < start[node]! || at >= start[node + 1]!) continue;
    open.push([day[at]!, network.model.receipts[row[at]!]!.id ?? '', quantity[at]!, row[at]!]);
  }
  open.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0) || b[2] - a[2]);
  for (const [day, , quantity, row] of open) add(`receipt ${row}`, day, quantity);
  flows('firmCoProduct', network.firmOutputs);
  for (const use of network.outputs.list) {
    if (use.child !== node) continue;
    for (let order = 0; order < draft.count; order++) {
      const quantity = orderOutput(network, draft, use, order);
      const day = bucketStart(network.terms, draft.due[order]!);
      if (quantity > 0) add(`coProduct ${order}`, day, quantity);
    }
  }
  for (let order = 0; order < draft.count; order++) {
    if (draft.node[order] !== node) continue;
    add(`order ${order}`, draft.need[order]!, draft.quantity[order]!, true);
  }
  return supplies;
}
