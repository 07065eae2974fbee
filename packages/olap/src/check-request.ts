/**
 * Names of a query, looked up before anything is computed.
 */
import { type Formula, partsOf } from './formula.ts';
import type { Naming } from './naming.ts';
import { invalidQuery } from './errors.ts';
import type { CubeRequest } from './request.ts';

/** Refuses what the cube does not have. */
export function checkNames(naming: Naming, request: CubeRequest): void {
  const own = request.calculated ?? {};
  const check = (of: Formula, way: readonly string[]): void => {
    if (typeof of !== 'string') {
      for (const part of partsOf(of)) check(part, way);
      return;
    }
    if (way.includes(of)) {
      const reason = `formulas stand on each other in a circle: ${[...way, of].join(' → ')}`;
      throw invalidQuery(['calculated', of], reason);
    }
    const formula = Object.hasOwn(own, of) ? own[of]! : naming.formula(of);
    if (formula === undefined) naming.measure(of);
    else check(formula, [...way, of]);
  };
  for (const name of request.measures) check(name, []);
  for (const { by } of request.order ?? []) {
    if (by.includes('.')) naming.level(by);
    else check(by, []);
  }
  if (request.top !== undefined) check(request.top.by, []);
  for (const { formula } of request.calculatedMembers ?? []) check(formula, []);
  for (const ref of request.by ?? []) naming.level(ref);
}
