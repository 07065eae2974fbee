/**
 * Functions of MDX: sets from sets, values over sets, ways through time.
 *
 * @source Microsoft, "MDX Function Reference"; each function by the name it has there
 */
import { decimal, type Decimal } from '@kontor/kernel';
import type { Level } from '../hierarchy.ts';
import { compareValues, type Value } from '../value.ts';
import { crossed, isTrue, memberOf, placeAt, setOf } from './places.ts';
import {
  ancestorAt,
  childrenOf,
  descendantsOf,
  parallelOf,
  parentOf,
  periodsToDate,
} from './navigate.ts';
import { hierarchize } from './hierarchize.ts';
import { numeric, type Place, type Session } from './session.ts';
import type { Part } from './syntax.ts';
import {
  directionOf,
  isSameMember,
  isSameTuple,
  type PlainMember,
  type Thing,
  type Tuple,
} from './thing.ts';

type Call = Extract<Part, { kind: 'call' }>;

/** A call on its way: its parts by place, as what they are asked to be. */
interface Asked {
  readonly session: Session;
  readonly call: Call;
  readonly place: Place;
  readonly count: number;
  set(index: number): readonly Tuple[];
  number(index: number): number;
  member(index: number): PlainMember | undefined;
  level(index: number): Level;
  word(index: number): string | undefined;
  /** The value of a part (the cell itself, where there is none) at a tuple. */
  value(index: number, tuple: Tuple): Value;
}

type Run = (asked: Asked) => Thing;

const ofSet = (set: readonly Tuple[]): Thing => ({ kind: 'set', set });
const ofTuple = (member: PlainMember | undefined): Thing => ({
  kind: 'tuple',
  tuple: member === undefined ? [] : [member],
});
const ofValue = (value: Value | boolean): Thing => ({ kind: 'scalar', value });
const ofMembers = (members: readonly PlainMember[]): Thing => ofSet(members.map((one) => [one]));

/** Calls a function by name. */
export function callFunction(session: Session, call: Call, place: Place): Thing {
  const run = FUNCTIONS.get(call.name);
  if (run === undefined) throw session.fault(call.at, `there is no function '${call.name}'`);
  return run(askedOf(session, call, place));
}

function askedOf(session: Session, call: Call, place: Place): Asked {
  const part = (index: number): Part => {
    const found = call.args[index];
    if (found !== undefined) return found;
    throw session.fault(call.at, `${call.name} needs ${index + 1} arguments`);
  };
  return {
    session,
    call,
    place,
    count: call.args.length,
    set: (index) => setOf(session, part(index), place),
    number: (index) => numeric(session.scalar(part(index), place))?.toNumber() ?? 0,
    member: (index) => memberOf(session, part(index), place),
    level(index) {
      const thing = session.thing(part(index), place);
      if (thing.kind === 'level') return thing.level;
      throw session.fault(part(index).at, 'a level is expected');
    },
    word(index) {
      const found = call.args[index];
      return found?.kind === 'path' ? found.names[0]?.toLowerCase() : undefined;
    },
    value(index, tuple) {
      const at = placeAt(place, tuple);
      const found = call.args[index];
      const value = found === undefined ? session.cell(at) : session.scalar(found, at);
      return typeof value === 'boolean' ? Number(value) : value;
    },
  };
}

// — Sets —

const contains = (set: readonly Tuple[], tuple: Tuple): boolean =>
  set.some((other) => isSameTuple(other, tuple));

function unique(set: readonly Tuple[]): Tuple[] {
  const found: Tuple[] = [];
  for (const tuple of set) if (!contains(found, tuple)) found.push(tuple);
  return found;
}

/** Tuples by falling (rising) value, ties as they stood. */
function ranked(asked: Asked, set: readonly Tuple[], value: number, sign: 1 | -1): Tuple[] {
  const keyed = set.map((tuple, at) => ({ tuple, at, key: asked.value(value, tuple) }));
  keyed.sort((a, b) => sign * compareValues(a.key, b.key) || a.at - b.at);
  return keyed.map(({ tuple }) => tuple);
}

function top(sign: 1 | -1): Run {
  return (asked) => {
    const set = asked.set(0);
    const count = Math.max(0, asked.number(1));
    return ofSet((asked.count > 2 ? ranked(asked, set, 2, sign) : set).slice(0, count));
  };
}

/** The smallest number of tuples whose total reaches a share, or an amount. */
function topUntil(sign: 1 | -1, isShare: boolean): Run {
  return (asked) => {
    const sorted = ranked(asked, asked.set(0), 2, sign);
    const values = sorted.map((tuple) => numeric(asked.value(2, tuple)) ?? decimal(0));
    const total = values.reduce((sum, value) => sum.plus(value), decimal(0));
    const wanted = isShare ? total.times(asked.number(1)).div(100) : decimal(asked.number(1));
    let reached = decimal(0);
    const end = values.findIndex((value) => {
      const isEnough = reached.gte(wanted);
      reached = reached.plus(value);
      return isEnough;
    });
    return ofSet(end < 0 ? sorted : sorted.slice(0, end));
  };
}

const order: Run = (asked) => {
  const set = asked.set(0);
  const word = asked.word(2) ?? 'asc';
  const sign = word.endsWith('desc') ? -1 : 1;
  if (word.startsWith('b')) return ofSet(ranked(asked, set, 1, sign));
  return ofSet(hierarchize(set, (tuple) => asked.value(1, tuple), sign));
};

const drilldownLevel: Run = (asked) => {
  const set = asked.set(0);
  const depths = set.map(([member]) =>
    member?.kind === 'member' ? (member.level?.depth ?? -1) : -1,
  );
  const deepest = asked.count > 1 ? asked.level(1).depth : Math.max(...depths);
  return ofSet(
    set.flatMap((tuple, index) => (depths[index] === deepest ? [tuple, ...below(tuple)] : [tuple])),
  );
};

const drilldownMember: Run = (asked) => {
  const chosen = asked.set(1);
  return ofSet(
    asked
      .set(0)
      .flatMap((tuple) =>
        chosen.some(([of]) => isSameMember(of!, tuple[0]!)) ? [tuple, ...below(tuple)] : [tuple],
      ),
  );
};

/** The tuple with the children of its first member. */
function below([first, ...rest]: Tuple): Tuple[] {
  return first?.kind === 'member' ? childrenOf(first).map((child) => [child, ...rest]) : [];
}

/** Tuples with facts at all tuples of another set. */
const exists: Run = (asked) => {
  const others = asked.set(1);
  const hasFacts = (tuple: Tuple): boolean =>
    others.some((other) => asked.session.hasFacts(placeAt(asked.place, [...tuple, ...other])));
  return ofSet(asked.set(0).filter(hasFacts));
};

const extract: Run = (asked) => {
  const wanted = asked.call.args.slice(1).map((_, index) => {
    const thing = asked.session.thing(asked.call.args[index + 1]!, asked.place);
    if (thing.kind === 'hierarchy') return thing.hierarchy;
    throw asked.session.fault(asked.call.at, 'Extract names hierarchies after its set');
  });
  const picked = asked
    .set(0)
    .map((tuple) => wanted.flatMap((of) => tuple.filter((member) => directionOf(member) === of)));
  return ofSet(unique(picked));
};

const generate: Run = (asked) => {
  const { session, call, place } = asked;
  const all = asked.set(0).flatMap((tuple) => setOf(session, call.args[1]!, placeAt(place, tuple)));
  return ofSet(asked.word(2) === 'all' ? all : unique(all));
};

const descendants: Run = (asked) => {
  const { call, session, place } = asked;
  const found = setOf(session, call.args[0]!, place).flatMap(([member]) => {
    if (member?.kind !== 'member') return [];
    if (call.args[1] === undefined) return descendantsOf(member, undefined);
    const thing = session.thing(call.args[1], place);
    const depth = (member.level?.depth ?? -1) + (thing.kind === 'level' ? 0 : asked.number(1));
    const level = thing.kind === 'level' ? thing.level : member.hierarchy.levels[depth];
    return level === undefined ? [] : descendantsOf(member, level);
  });
  return ofMembers(found);
};

// — Values over sets —

function numbersOver(asked: Asked): Decimal[] {
  return asked.set(0).flatMap((tuple) => numeric(asked.value(1, tuple)) ?? []);
}

function over(fold: (numbers: readonly Decimal[]) => Decimal | null): Run {
  return (asked) => {
    const numbers = numbersOver(asked);
    return ofValue(numbers.length === 0 ? null : fold(numbers));
  };
}

const total = (numbers: readonly Decimal[]): Decimal =>
  numbers.reduce((sum, value) => sum.plus(value));

const count: Run = (asked) => {
  const set = asked.set(0);
  if (asked.word(1) !== 'excludeempty') return ofValue(set.length);
  return ofValue(
    set.filter((tuple) => asked.session.cell(placeAt(asked.place, tuple)) !== null).length,
  );
};

/** Merged from states, so that averages and distinct counts are those of the set. */
const aggregate: Run = (asked) => {
  if (asked.count > 1) return over(total)(asked);
  return ofValue(asked.session.merged(asked.place, asked.set(0)));
};

const rank: Run = (asked) => {
  const [tuple] = asked.set(0);
  const set = asked.set(1);
  if (tuple === undefined) return ofValue(0);
  if (asked.count < 3) return ofValue(set.findIndex((other) => isSameTuple(other, tuple)) + 1);
  const own = asked.value(2, tuple);
  if (own === null) return ofValue(null);
  return ofValue(1 + set.filter((other) => compareValues(asked.value(2, other), own) > 0).length);
};

// — Time —

/** The member of the first time dimension where evaluation stands, or the one given. */
function timeMember(asked: Asked, index: number): PlainMember | undefined {
  if (asked.count > index) return asked.member(index);
  return asked.session.currentTime(asked.place);
}

function toDateBy(name: string): Run {
  return (asked) => {
    const member = timeMember(asked, 0);
    const level = member?.hierarchy.levels.find((of) => of.name === name);
    return ofMembers(
      member === undefined || level === undefined ? [] : periodsToDate(member, level),
    );
  };
}

const toDate: Run = (asked) => {
  const level = asked.level(0);
  const member = timeMember(asked, 1);
  return ofMembers(member === undefined ? [] : periodsToDate(member, level));
};

const parallel: Run = (asked) => {
  const level = asked.level(0);
  const member = timeMember(asked, 2);
  const by = asked.count > 1 ? asked.number(1) : 1;
  return ofTuple(member === undefined ? undefined : parallelOf(member, level, by));
};

function edge(which: 0 | -1): Run {
  return (asked) => {
    const level = asked.level(0);
    const member = timeMember(asked, 1);
    return ofTuple(member === undefined ? undefined : descendantsOf(member, level).at(which));
  };
}

// — Conditions —

const iif: Run = ({ session, call, place }) => {
  const [condition, yes, no] = call.args;
  const isMet = isTrue(session.scalar(condition!, place));
  return session.thing((isMet ? yes : no)!, place);
};

const coalesce: Run = ({ session, call, place }) => {
  for (const part of call.args) {
    const value = session.scalar(part, place);
    if (value !== null) return ofValue(value);
  }
  return ofValue(null);
};

const FUNCTIONS: ReadonlyMap<string, Run> = new Map<string, Run>([
  ['crossjoin', (asked) => ofSet(crossed(asked.call.args.map((_, index) => asked.set(index))))],
  ['union', (asked) => ofSet(unique(asked.call.args.flatMap((_, index) => asked.set(index))))],
  ['except', (asked) => ofSet(asked.set(0).filter((tuple) => !contains(asked.set(1), tuple)))],
  ['intersect', (asked) => ofSet(asked.set(0).filter((tuple) => contains(asked.set(1), tuple)))],
  ['distinct', (asked) => ofSet(unique(asked.set(0)))],
  ['filter', (asked) => ofSet(asked.set(0).filter((tuple) => isTrue(asked.value(1, tuple))))],
  ['head', (asked) => ofSet(asked.set(0).slice(0, asked.count > 1 ? asked.number(1) : 1))],
  ['tail', (asked) => ofSet(asked.set(0).slice(-(asked.count > 1 ? asked.number(1) : 1)))],
  ['topcount', top(-1)],
  ['bottomcount', top(1)],
  ['toppercent', topUntil(-1, true)],
  ['bottompercent', topUntil(1, true)],
  ['topsum', topUntil(-1, false)],
  ['bottomsum', topUntil(1, false)],
  ['order', order],
  ['hierarchize', (asked) => ofSet(hierarchize(asked.set(0), () => null, 1))],
  ['drilldownlevel', drilldownLevel],
  ['drilldownmember', drilldownMember],
  ['exists', exists],
  ['extract', extract],
  ['generate', generate],
  ['descendants', descendants],
  ['ancestor', (asked) => ofTuple(ancestorOf(asked))],
  ['ascendants', (asked) => ofMembers(ascendantsOf(asked.member(0)))],
  ['sum', over(total)],
  ['avg', over((numbers) => total(numbers).div(numbers.length))],
  ['min', over((numbers) => numbers.reduce((a, b) => (b.lt(a) ? b : a)))],
  ['max', over((numbers) => numbers.reduce((a, b) => (b.gt(a) ? b : a)))],
  ['count', count],
  ['aggregate', aggregate],
  ['rank', rank],
  ['periodstodate', toDate],
  ['ytd', toDateBy('year')],
  ['qtd', toDateBy('quarter')],
  ['mtd', toDateBy('month')],
  ['parallelperiod', parallel],
  ['openingperiod', edge(0)],
  ['closingperiod', edge(-1)],
  ['iif', iif],
  ['coalesceempty', coalesce],
  ['isempty', ({ session, call, place }) => ofValue(session.scalar(call.args[0]!, place) === null)],
]);

function ancestorOf(asked: Asked): PlainMember | undefined {
  const member = asked.member(0);
  const thing = asked.session.thing(asked.call.args[1]!, asked.place);
  if (member === undefined) return undefined;
  if (thing.kind === 'level') return ancestorAt(member, thing.level);
  let up: PlainMember | undefined = member;
  for (let step = asked.number(1); step > 0 && up !== undefined; step--) up = parentOf(up);
  return up;
}

function ascendantsOf(member: PlainMember | undefined): PlainMember[] {
  const found: PlainMember[] = [];
  for (let up = member; up !== undefined; up = parentOf(up)) found.push(up);
  return found;
}
