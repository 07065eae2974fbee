/**
 * Calculated members: rows whose values are formulas over other members.
 *
 * Where calculated members cross, and where one crosses a calculated measure, the one of the
 * highest solve order computes the cell, and of equals the one declared later: measures first, then
 * members in their order. The measure that is shown is `{ op: 'value' }` in their formulas; totals
 * of members are made of states, as everywhere.
 *
 * Words: MDX (`WITH MEMBER … SOLVE_ORDER`).
 */
import { invalidQuery } from './errors.ts';
import type { Formula } from './formula.ts';
import type { Level } from './hierarchy.ts';
import type { Naming } from './naming.ts';
import type { CalculatedMember, CubeRequest } from './request.ts';

/** A calculated member and the level of `by` that it stands at. */
export interface MemberFormula {
  readonly level: Level;
  readonly name: string;
  readonly formula: Formula;
  readonly solve: number;
}

/** Which calculated members a part of an answer shows, by level at most one. */
export type Crossing = readonly MemberFormula[];

/** The calculated members of a query. */
export function readCalculatedMembers(
  naming: Naming,
  request: CubeRequest,
  by: readonly Level[],
): MemberFormula[] {
  return (request.calculatedMembers ?? []).map((member, index) => {
    const level = naming.level(member.in);
    if (!by.includes(level)) throw notShown(index, member);
    return { level, name: member.name, formula: member.formula, solve: member.solve ?? 0 };
  });
}

function notShown(index: number, { name, in: ref }: CalculatedMember): Error {
  const reason = `'${name}' stands at '${ref}', which is not among the levels of 'by'`;
  return invalidQuery(['calculatedMembers', index, 'in'], reason);
}

/** Every way to show calculated members, at one hierarchy or at several at once. */
export function crossings(members: readonly MemberFormula[]): Crossing[] {
  let all: Crossing[] = [[]];
  for (const dimension of new Set(members.map(({ level }) => level.dimension))) {
    const here = members.filter(({ level }) => level.dimension === dimension);
    all = all.flatMap((crossing) => [crossing, ...here.map((member) => [...crossing, member])]);
  }
  return all.filter((crossing) => crossing.length > 0);
}

/**
 * The member that computes a cell of a measure; undefined where the measure's own formula does.
 *
 * @param measureSolve - the solve order of the measure's formula; undefined for a measure of facts
 */
export function solvedBy(
  crossing: Crossing,
  measureSolve: number | undefined,
): MemberFormula | undefined {
  let winner: MemberFormula | undefined;
  let highest = measureSolve ?? Number.NEGATIVE_INFINITY;
  for (const member of crossing) {
    if (member.solve < highest) continue;
    winner = member;
    highest = member.solve;
  }
  return winner;
}
