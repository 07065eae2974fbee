/**
 * Orders of variables to try: which one keeps the diagram small is not known before.
 *
 * - `min-fill` eliminates the variable that ties the fewest others together, first among the small
 *   rules alone (a sum over everything would hide what is near to what), then among all.
 * - `force` places variables at the centre of their rules, again and again, until the spans of the
 *   rules no longer shrink: for models that are long rather than bushy.
 * - `as written`: the author's groups are often good ones.
 *
 * Eliminating is also tried along each of those lines, so that variables that only a wide rule ties
 * together stand in an order that suits the small rules; and with those variables as a spine, from
 * which the rest hangs down in branches that the wide rules do not enter.
 *
 * @source F. Aloul, I. Markov, K. Sakallah, "FORCE: A Fast and Easy-To-Implement Variable-Ordering
 * Heuristic" (2003); "min-fill": U. Kjærulff, "Triangulation of Graphs" (1990)
 */
import { WIDE_SCOPE } from './diagram-estimate.ts';
import { variableTree } from './variable-tree.ts';

/** Orders from the top. */
export function candidateOrders(
  variables: number,
  scopes: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const narrow = scopes.filter((scope) => scope.length <= WIDE_SCOPE);
  const written = Array.from({ length: variables }, (_, place) => place);
  const wide = scopes.filter((scope) => scope.length > WIDE_SCOPE);
  const inWide = new Set(wide.flat());
  const local = minFill(narrow, written);
  const along = variableTree(local, narrow).topDown;
  const lines = [written, along, force(written, scopes), force(written, narrow)];
  return [
    local,
    ...lines,
    ...lines.flatMap((line) => [
      minFill(narrow, line),
      minFill(scopes, line),
      minFill(narrow, line, inWide),
    ]),
  ];
}

const FORCE_ROUNDS = 60;

/**
 * Of equals the last one along the line is eliminated first, and so stands lowest.
 *
 * @param spine variables that stand above all others, in the order of the line
 */
function minFill(
  scopes: readonly (readonly number[])[],
  line: readonly number[],
  spine: ReadonlySet<number> = new Set(),
): number[] {
  const neighbours = line.map(() => new Set<number>());
  for (const scope of scopes) connect(neighbours, scope);
  const fills = neighbours.map((met) => fillOf(neighbours, met));
  const left = new Set(line.toReversed().filter((variable) => !spine.has(variable)));
  const eliminated: number[] = [];
  while (left.size > 0) {
    let next = -1;
    for (const variable of left) {
      if (next < 0 || fills[variable]! < fills[next]!) next = variable;
    }
    left.delete(next);
    eliminated.push(next);
    const met = [...neighbours[next]!];
    for (const other of met) neighbours[other]!.delete(next);
    connect(neighbours, met);
    const near = new Set(met.flatMap((other) => [other, ...neighbours[other]!]));
    for (const other of near) fills[other] = fillOf(neighbours, neighbours[other]!);
  }
  return [...line.filter((variable) => spine.has(variable)), ...eliminated.toReversed()];
}

function connect(neighbours: readonly Set<number>[], scope: readonly number[]): void {
  for (const variable of scope) {
    for (const other of scope) if (other !== variable) neighbours[variable]!.add(other);
  }
}

/** How many pairs of neighbours do not meet yet. */
function fillOf(neighbours: readonly Set<number>[], met: ReadonlySet<number>): number {
  let missing = 0;
  for (const a of met) for (const b of met) if (a < b && !neighbours[a]!.has(b)) missing++;
  return missing;
}

function force(start: readonly number[], scopes: readonly (readonly number[])[]): number[] {
  let order = [...start];
  let best = order;
  let bestSpan = spanOf(order, scopes);
  for (let round = 0; round < FORCE_ROUNDS; round++) {
    order = pulled(order, scopes);
    const span = spanOf(order, scopes);
    if (span < bestSpan) [best, bestSpan] = [order, span];
  }
  return best;
}

/** Each variable at the mean of the centres of its rules. */
function pulled(order: readonly number[], scopes: readonly (readonly number[])[]): number[] {
  const positions = positionsOf(order);
  const sums = order.map(() => 0);
  const counts = order.map(() => 0);
  for (const scope of scopes) {
    const centre = scope.reduce((sum, variable) => sum + positions[variable]!, 0) / scope.length;
    for (const variable of scope) {
      sums[variable]! += centre;
      counts[variable]! += 1;
    }
  }
  const aims = order.map((_, place) =>
    counts[place] === 0 ? positions[place]! : sums[place]! / counts[place]!,
  );
  return order.toSorted((a, b) => aims[a]! - aims[b]! || positions[a]! - positions[b]!);
}

function spanOf(order: readonly number[], scopes: readonly (readonly number[])[]): number {
  const positions = positionsOf(order);
  return scopes.reduce((total, scope) => {
    const places = scope.map((variable) => positions[variable]!);
    return total + Math.max(...places) - Math.min(...places);
  }, 0);
}

function positionsOf(order: readonly number[]): number[] {
  const positions: number[] = [];
  for (const [position, variable] of order.entries()) positions[variable] = position;
  return positions;
}
