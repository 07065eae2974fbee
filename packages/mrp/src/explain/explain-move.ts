/**
 * The explanation of a move of spare stock: what there was to spare, and whose turn it was.
 *
 * A plan keeps the moves, not what they were shared out from: that is in spare-requests.ts.
 */
import { assert, formatDay, formatRatio, ratio } from '@kontor/kernel';
import { type CompiledSource, needOf } from '../compiled-source.ts';
import type { Draft } from '../draft.ts';
import { fairShare } from '../fair-share.ts';
import { moveOrders } from '../pegging/moves.ts';
import { readSpare } from '../spare-balance.ts';
import { inSteps, type ServedRequest } from '../spare-stock.ts';
import { dayFigures } from './day-figures.ts';
import type { DayFigures } from './explanation.ts';
import { modifierTexts } from './lot-figures.ts';
import type { ModifierStep } from './lot-step.ts';
import type { MoveFigures } from './move-figures.ts';
import type { OpenPlace } from './open-place.ts';
import type { NotedRequest } from './spare-requests.ts';
import { type DayTrace, traceShortfalls } from './trace-day.ts';

/** The figures of a move and of its day; the balance is that of the plan without spare stock. */
export function explainMove(
  place: OpenPlace,
  order: number,
  trace: DayTrace,
): DayFigures & { readonly move: MoveFigures } {
  const { network, draft, node } = place;
  const on = draft.need[order]!;
  const { primary } = place.spare();
  const { request, given } = servedFor(place, order);
  const net = given + request.shortfall.left;
  const shortfalls = traceShortfalls(network, primary, node, on);
  const balance = shortfalls.find((shortfall) => shortfall.net === net);
  assert(balance !== undefined, 'a move answers a shortfall of its day');
  return {
    ...dayFigures(place, on, trace, balance),
    move: moveFigures(place, primary, request, given),
  };
}

/** The request that became the order, and what was given for the same shortfall before. */
function servedFor({ network, draft, node, spare }: OpenPlace, order: number): NotedRequest {
  const moves = draft.moves.into.get(node)!;
  const number = moveOrders(network, draft, moves).findIndex((one) => one.order === order);
  return spare().ofNode(node)[number]!;
}

function moveFigures(
  place: OpenPlace,
  primary: Draft,
  request: ServedRequest,
  given: number,
): MoveFigures {
  const { network, text } = place;
  const { origin, shortfall, source, takenOn, turn, turns, wanted, quantity } = request;
  const at = network.nodes.at(origin);
  const { numerator, denominator } = source.spare!;
  const { units } = network.index;
  const ofOrigin = (steps: number): string => units.format(at.item, steps);
  const originDecimals = units.decimalsOf(at.item);
  const scale = ratio({
    numerator: BigInt(numerator) * 10n ** BigInt(units.decimalsOf(place.at.item)),
    denominator: BigInt(denominator) * 10n ** BigInt(originDecimals),
  });
  return {
    net: text(given + shortfall.left),
    given: text(given),
    origin: at,
    quantityPer: formatRatio(scale),
    originDecimals,
    takenOn: formatDay(takenOn),
    found: ofOrigin(readSpare(network, primary, origin).on(takenOn)),
    spare: ofOrigin(request.spare),
    policy: network.policies[origin]!.fairShare,
    turn: turn + 1,
    turns,
    ...shareOf(place, request, ofOrigin),
    wanted: text(wanted),
    ...modifierTexts(place, source.modifiers),
    modifiers: downward(place, source, wanted),
    taken: ofOrigin(needOf(source.spare!, quantity)),
  };
}

function shareOf(
  { network, node, text }: OpenPlace,
  { claims, cap, source }: ServedRequest,
  ofOrigin: (steps: number) => string,
): Pick<MoveFigures, 'share'> {
  if (claims === undefined) return {};
  const own = claims.nodes.indexOf(node);
  const { supply, wanted } = claims;
  const needs = wanted.map((quantity) => ({ quantity }));
  const part = fairShare({ supply, needs, policy: 'proportional' })[own]!;
  return {
    share: {
      supply: ofOrigin(claims.supply),
      claims: claims.nodes.map((claimer, at) => ({
        ...network.nodes.at(claimer),
        quantity: ofOrigin(claims.wanted[at]!),
      })),
      own,
      used: text(inSteps(source, part) - cap!),
    },
  };
}

/** A move obeys its lane from above: at most, then in whole multiples. */
function downward(
  { text }: OpenPlace,
  { modifiers }: CompiledSource,
  wanted: number,
): ModifierStep[] {
  const { multiple, max } = modifiers;
  const steps: ModifierStep[] = [];
  const most = max === 0 ? wanted : Math.min(wanted, max);
  if (most < wanted) steps.push({ rule: 'max', parameter: text(max), quantity: text(most) });
  const over = multiple === 0 ? 0 : most % multiple;
  if (over === 0) return steps;
  return [...steps, { rule: 'multiple', parameter: text(multiple), quantity: text(most - over) }];
}
