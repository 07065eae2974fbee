/**
 * Which source took a lot, and why each of the others did not.
 */
import { formatDay, formatRatio, ratio } from '@kontor/kernel';
import type { CompiledSource } from '../compiled-source.ts';
import { releaseDay } from '../lead-time.ts';
import { nextLot } from '../lot-size/order-modifiers.ts';
import { FOREVER } from '../site-calendar.ts';
import type { SourceFigures, SourceVerdict } from './explanation.ts';
import { dayOrNone, type Place } from './place.ts';
import { sourceRow } from './source-row.ts';
import type { NetTrace } from './trace-day.ts';

/** The choice for the lot with the number, from 0, of a net requirement. */
export function sourceFigures(place: Place, net: NetTrace, number: number): SourceFigures {
  const { network, node } = place;
  const context = { place, net, number, chosen: net.lots[number]!.source };
  const ranked = network.sourcesOf[node]!;
  return {
    chosen: context.chosen.id,
    by: choiceRule(context),
    due: formatDay(net.due),
    today: formatDay(network.terms.today),
    sources: [...network.spareSourcesOf[node]!, ...ranked].map((source) =>
      verdictOn(context, source),
    ),
  };
}

/** A lot whose source was chosen. */
interface Choice {
  readonly place: Place;
  readonly net: NetTrace;
  readonly number: number;
  readonly chosen: CompiledSource;
}

const isInForce = ({ from, until }: CompiledSource, due: number): boolean =>
  due >= from && due < until;

/** The first source in force, which says how the choice is made. */
function firstInForce({ place, net }: Choice): CompiledSource {
  const { network, node } = place;
  return network.sourcesOf[node]!.find((source) => isInForce(source, net.due))!;
}

function choiceRule(choice: Choice): SourceFigures['by'] {
  const { network, node } = choice.place;
  if (firstInForce(choice).quota.numerator > 0) return 'quota';
  if (!network.policies[node]!.avoidPastDue) return 'rank';
  return releaseFor(choice, choice.chosen) >= network.terms.today ? 'inTime' : 'noneInTime';
}

/** When an order of the source for the whole net requirement would leave. */
function releaseFor({ place, net }: Choice, source: CompiledSource): number {
  const { network, node } = place;
  const { receivingDays } = network.policies[node]!;
  const arrival =
    receivingDays === 0 ? net.due : network.calendar[node]!.before(net.due, receivingDays);
  return releaseDay(source, arrival, nextLot(net.balance.net, source.modifiers), net.due);
}

function verdictOn(choice: Choice, source: CompiledSource): SourceVerdict {
  const { place, net } = choice;
  const { quota } = source;
  const { network, node } = place;
  const [from, until] = [dayOrNone(source.from, -FOREVER), dayOrNone(source.until, FOREVER)];
  const cost = sourceRow(network, source)?.cost;
  const isAsked = isInForce(source, net.due) && source.spare === undefined;
  const isTimed = network.policies[node]!.avoidPastDue && isAsked && source.missing !== 'source';
  return {
    id: source.id,
    kind: source.kind,
    priority: source.priority,
    ...(cost !== undefined && { cost }),
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
    ...(quota.numerator > 0 && {
      quota: formatRatio(
        ratio({ numerator: BigInt(quota.numerator), denominator: BigInt(quota.denominator) }),
      ),
      allocated: place.text(allocatedTo(choice, source)),
    }),
    ...(isTimed && { release: formatDay(releaseFor(choice, source)) }),
    verdict: verdict(choice, source),
  };
}

/** What a source was given before the lot. */
function allocatedTo({ net, number }: Choice, source: CompiledSource): number {
  const start = net.allocated.get(source.index) ?? source.quota.allocated;
  const given = net.lots.slice(0, number).filter((lot) => lot.source === source);
  return given.reduce((sum, { quantity }) => sum + quantity, start);
}

function verdict(choice: Choice, source: CompiledSource): SourceVerdict['verdict'] {
  const { chosen, net, place } = choice;
  if (source === chosen) return 'chosen';
  if (source.spare !== undefined) return 'fromStockOnly';
  if (!isInForce(source, net.due)) return 'notInForce';
  if (source.missing === 'source') return 'standIn';
  const first = firstInForce(choice);
  const takesTurns = first.quota.numerator > 0 && source.quota.numerator > 0;
  if (takesTurns && source.priority === first.priority) return 'quota';
  const ranked = place.network.sourcesOf[place.node]!;
  return ranked.indexOf(source) < ranked.indexOf(chosen) ? 'late' : 'lowerRank';
}
