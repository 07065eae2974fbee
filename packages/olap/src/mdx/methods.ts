/**
 * What is asked of a member, a level or a hierarchy after a point: `.Children`, `.Lag(1)`.
 */
import type { Hierarchy } from '../hierarchy.ts';
import { currentOf } from './places.ts';
import {
  allMembersOf,
  allOf,
  childrenOf,
  lagOf,
  membersOf,
  nameOf,
  parentOf,
  siblingsOf,
} from './navigate.ts';
import { hierarchyOf } from '../span.ts';
import { numeric, type Place, type Session } from './session.ts';
import type { Part } from './syntax.ts';
import type { PlainMember, Thing } from './thing.ts';

type Method = Extract<Part, { kind: 'method' }>;

/** The answer to what is asked. */
export function callMethod(session: Session, part: Method, place: Place): Thing {
  const of = session.thing(part.of, place);
  if (of.kind === 'level') return ofLevel(session, part, of);
  if (of.kind === 'set') return ofSet(session, part, of, place);
  if (of.kind === 'hierarchy' && !isMemberMethod(part.name)) {
    return ofHierarchy(session, part, of.hierarchy, place);
  }
  const member = of.kind === 'hierarchy' ? currentOf(of, place) : memberIn(session, part, of);
  return ofMember(session, part, member, place);
}

const HIERARCHY_METHODS = new Set([
  'members',
  'allmembers',
  'currentmember',
  'defaultmember',
  'hierarchy',
  'dimension',
]);

const isMemberMethod = (name: string): boolean => !HIERARCHY_METHODS.has(name);

function memberIn(session: Session, { of, name }: Method, thing: Thing): PlainMember | undefined {
  const member = thing.kind === 'tuple' ? thing.tuple[0] : undefined;
  if (thing.kind === 'tuple' && (member === undefined || member.kind === 'member')) return member;
  throw session.fault(of.at, `a member is expected before .${name}`);
}

const tuple = (member: PlainMember | undefined): Thing => ({
  kind: 'tuple',
  tuple: member === undefined ? [] : [member],
});

const set = (members: readonly PlainMember[]): Thing => ({
  kind: 'set',
  set: members.map((member) => [member]),
});

function ofLevel(
  session: Session,
  { name, at }: Method,
  { level }: { level: PlainMember['level'] },
): Thing {
  if (name === 'members' || name === 'allmembers') {
    return set(membersOf(hierarchyOf(level!), level!));
  }
  if (name === 'name') return { kind: 'scalar', value: level!.name };
  throw session.fault(at, `a level has no .${name}`);
}

function ofHierarchy(
  session: Session,
  { name, at }: Method,
  hierarchy: Hierarchy,
  place: Place,
): Thing {
  switch (name) {
    case 'members':
    case 'allmembers':
      return set(allMembersOf(hierarchy));
    case 'currentmember':
      return tuple(currentOf({ hierarchy }, place));
    case 'defaultmember':
      return tuple(allOf(hierarchy));
    case 'hierarchy':
    case 'dimension':
      return { kind: 'hierarchy', hierarchy };
    default:
      throw session.fault(at, `a hierarchy has no .${name}`);
  }
}

function ofSet(
  session: Session,
  part: Method,
  { set: of }: { set: readonly (readonly unknown[])[] },
  place: Place,
): Thing {
  const tuples = of as Extract<Thing, { kind: 'set' }>['set'];
  if (part.name === 'count') return { kind: 'scalar', value: tuples.length };
  if (part.name === 'item') {
    const place0 = numberArg(session, part, place) ?? 0;
    return { kind: 'tuple', tuple: tuples[place0] ?? [] };
  }
  throw session.fault(part.at, `a set has no .${part.name}`);
}

function ofMember(
  session: Session,
  part: Method,
  member: PlainMember | undefined,
  place: Place,
): Thing {
  // What is asked of the null member is the null member, or nothing.
  if (member === undefined) {
    return ['children', 'siblings'].includes(part.name) ? set([]) : tuple(undefined);
  }
  const family = ofFamily(part.name, member);
  if (family !== undefined) return family;
  switch (part.name) {
    case 'prevmember':
      return tuple(lagOf(member, 1));
    case 'nextmember':
      return tuple(lagOf(member, -1));
    case 'lag':
    case 'lead': {
      const count = numberArg(session, part, place) ?? 1;
      return tuple(lagOf(member, part.name === 'lag' ? count : -count));
    }
    case 'level':
      if (member.level === null) throw session.fault(part.at, 'All stands at no level');
      return { kind: 'level', level: member.level };
    case 'hierarchy':
    case 'dimension':
      return { kind: 'hierarchy', hierarchy: member.hierarchy };
    case 'name':
      return { kind: 'scalar', value: nameOf(member) };
    case 'value':
      return {
        kind: 'scalar',
        value: session.cell(new Map([...place, [member.hierarchy, member]])),
      };
    default:
      throw session.fault(part.at, `a member has no .${part.name}`);
  }
}

/** Parents, children and siblings. */
function ofFamily(name: string, member: PlainMember): Thing | undefined {
  switch (name) {
    case 'children':
      return set(childrenOf(member));
    case 'parent':
      return tuple(parentOf(member));
    case 'firstchild':
      return tuple(childrenOf(member)[0]);
    case 'lastchild':
      return tuple(childrenOf(member).at(-1));
    case 'siblings':
      return set(siblingsOf(member));
    case 'firstsibling':
      return tuple(siblingsOf(member)[0]);
    case 'lastsibling':
      return tuple(siblingsOf(member).at(-1));
    case 'currentmember':
      return tuple(member);
    default:
      return undefined;
  }
}

/** The first argument as a number. */
function numberArg(session: Session, { args }: Method, place: Place): number | undefined {
  const [first] = args;
  return first === undefined ? undefined : numeric(session.scalar(first, place))?.toNumber();
}
