/**
 * Checks of a cube's definition: every fault at once, each with its path and what would do.
 */
import { decimal, isoCurrencies, nearestNames } from '@kontor/kernel';
import type { z } from 'zod';
import { type CubeIssue, OlapError } from './errors.ts';
import { type Formula, partsOf } from './formula.ts';
import { type CubeDefinition, cubeDefinition, type DimensionDefinition } from './model.ts';
import { checkPeriodLevels } from './time/period-definition.ts';

/** Functions and tables that a definition may stand on. */
export interface KnownParts {
  readonly tables?: Readonly<Record<string, readonly unknown[]>> | undefined;
  readonly aggregates?: Readonly<Record<string, unknown>> | undefined;
  readonly rates?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The definition, checked.
 *
 * @throws OlapError OLAP_INVALID_CUBE — with every fault
 */
export function checkCube(input: unknown, parts: KnownParts): CubeDefinition {
  const parsed = cubeDefinition.safeParse(input);
  if (!parsed.success)
    throw new OlapError('OLAP_INVALID_CUBE', { issues: shapeIssues(parsed.error) });
  const cube = parsed.data as CubeDefinition;
  const issues = [
    ...dimensionIssues(cube),
    ...measureIssues(cube, parts),
    ...formulaIssues(cube, parts),
  ];
  if (issues.length > 0) throw new OlapError('OLAP_INVALID_CUBE', { issues });
  return cube;
}

function shapeIssues(error: z.ZodError): CubeIssue[] {
  return error.issues.map(({ path, message }) => ({
    code: 'INVALID_VALUE',
    path: path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
    message: `${path.join('.') || 'the cube'}: ${message}`,
  }));
}

/** The names of a dimension's levels, top down, hierarchy by hierarchy. */
export function levelNames(dimension: DimensionDefinition): string[] {
  switch (dimension.kind) {
    case 'tree':
      return [dimension.level, 'own'];
    case 'time':
      return Object.values(dimension.hierarchies).flatMap(({ levels }) => levels);
    default:
      return Object.values(dimension.hierarchies).flatMap((levels) =>
        levels.map((level) => level.name),
      );
  }
}

function dimensionIssues(cube: CubeDefinition): CubeIssue[] {
  return Object.entries(cube.dimensions).flatMap(([name, dimension]) => {
    const path = ['dimensions', name];
    const names = levelNames(dimension);
    const twice = [...new Set(names.filter((level, index) => names.indexOf(level) < index))];
    const issues = twice.map(
      (level): CubeIssue => ({
        code: 'DUPLICATE_NAME',
        path,
        message: `'${name}' has two levels '${level}': name each level of a dimension once.`,
      }),
    );
    return dimension.kind === 'time' ? [...issues, ...periodIssues(dimension, path)] : issues;
  });
}

function periodIssues(
  { hierarchies }: Extract<DimensionDefinition, { kind: 'time' }>,
  path: readonly string[],
): CubeIssue[] {
  return Object.entries(hierarchies).flatMap(([name, { years, levels }]) => {
    try {
      checkPeriodLevels(years.kind, levels);
      return [];
    } catch (error) {
      if (!OlapError.is(error, 'OLAP_INVALID_CUBE')) throw error;
      return error.details.issues.map((issue) => ({
        ...issue,
        path: [...path, 'hierarchies', name, ...issue.path],
      }));
    }
  });
}

function measureIssues(cube: CubeDefinition, { aggregates }: KnownParts): CubeIssue[] {
  return Object.entries(cube.measures).flatMap(([name, measure]): CubeIssue[] => {
    const path = ['measures', name];
    switch (measure.kind) {
      case 'money':
        return currencyIssues(cube, measure.currency, path);
      case 'percentile':
      case 'approximatePercentile':
        return shareIssues(measure.at, path);
      case 'custom':
        return Object.hasOwn(aggregates ?? {}, measure.aggregate)
          ? []
          : [
              unknown(
                'UNKNOWN_MEASURE',
                [...path, 'aggregate'],
                `No aggregate '${measure.aggregate}' was handed to the cube.`,
              ),
            ];
      default:
        return [
          ...('along' in measure ? alongIssues(cube, measure, path) : []),
          ...('unit' in measure ? unitIssues(cube, measure.unit, path) : []),
        ];
    }
  });
}

const unknown = (code: CubeIssue['code'], path: CubeIssue['path'], message: string): CubeIssue => ({
  code,
  path,
  message,
});

function currencyIssues(
  cube: CubeDefinition,
  of: { code: string } | { level: string },
  path: readonly string[],
): CubeIssue[] {
  if ('level' in of) return levelIssues(cube, of.level, [...path, 'currency']);
  if (isoCurrencies().some(({ code }) => code === of.code)) return [];
  const message = `'${of.code}' is no currency of ISO 4217.`;
  return [unknown('UNKNOWN_CURRENCY', [...path, 'currency', 'code'], message)];
}

const unitIssues = (
  cube: CubeDefinition,
  of: { level: string } | undefined,
  path: readonly string[],
): CubeIssue[] => (of === undefined ? [] : levelIssues(cube, of.level, [...path, 'unit']));

const levelIssues = (cube: CubeDefinition, ref: string, path: readonly string[]): CubeIssue[] =>
  hasLevel(cube, ref) ? [] : [unknownLevel(cube, ref, path)];

function shareIssues(at: string, path: readonly string[]): CubeIssue[] {
  try {
    const share = decimal(at);
    if (share.gte(0) && share.lte(1)) return [];
  } catch {
    // No decimal: told below.
  }
  return [unknown('INVALID_VALUE', [...path, 'at'], `'${at}' is no share from '0' to '1'.`)];
}

function alongIssues(
  cube: CubeDefinition,
  measure: { along: string; accounts?: string },
  path: readonly string[],
): CubeIssue[] {
  const issues = timeIssues(cube, measure.along, [...path, 'along']);
  if (measure.accounts !== undefined && cube.dimensions[measure.accounts]?.kind !== 'tree') {
    const message = `'${measure.accounts}' is no dimension of accounts: give a tree with a nature.`;
    issues.push(unknown('UNKNOWN_DIMENSION', [...path, 'accounts'], message));
  }
  return issues;
}

function timeIssues(cube: CubeDefinition, name: string, path: CubeIssue['path']): CubeIssue[] {
  if (!Object.hasOwn(cube.dimensions, name)) {
    const message = `There is no dimension '${name}'.${hint(name, Object.keys(cube.dimensions))}`;
    return [unknown('UNKNOWN_DIMENSION', path, message)];
  }
  if (cube.dimensions[name]!.kind === 'time') return [];
  return [unknown('NOT_A_TIME', path, `'${name}' is no time dimension.`)];
}

const hint = (name: string, known: readonly string[]): string => {
  const nearest = nearestNames(name, known);
  return nearest.length === 0 ? '' : ` Did you mean ${nearest.join(', ')}?`;
};

function hasLevel(cube: CubeDefinition, ref: string): boolean {
  const [dimension, level] = ref.split('.') as [string, string | undefined];
  if (!Object.hasOwn(cube.dimensions, dimension) || level === undefined) return false;
  return levelNames(cube.dimensions[dimension]!).includes(level);
}

function unknownLevel(cube: CubeDefinition, ref: string, path: CubeIssue['path']): CubeIssue {
  const all = Object.entries(cube.dimensions).flatMap(([name, dimension]) =>
    levelNames(dimension).map((level) => `${name}.${level}`),
  );
  return unknown('UNKNOWN_LEVEL', path, `There is no level '${ref}'.${hint(ref, all)}`);
}

function formulaIssues(cube: CubeDefinition, parts: KnownParts): CubeIssue[] {
  const calculated = cube.calculated ?? {};
  const issues: CubeIssue[] = [];
  for (const [name, of] of Object.entries(calculated)) {
    const path = ['calculated', name];
    if (Object.hasOwn(cube.measures, name)) {
      const message = `'${name}' is a measure already: call the formula otherwise.`;
      issues.push(unknown('DUPLICATE_NAME', path, message));
    }
    issues.push(...checkFormula(cube, parts, of, path));
    const circle = circleFrom(name, calculated);
    if (circle !== undefined) {
      const message = `Formulas stand on each other in a circle: ${circle.join(' → ')}.`;
      issues.push(unknown('FORMULA_CYCLE', path, message));
    }
  }
  return issues;
}

/** The faults of a formula's names. */
export function checkFormula(
  cube: CubeDefinition,
  parts: KnownParts,
  of: Formula,
  path: CubeIssue['path'],
): CubeIssue[] {
  if (typeof of === 'string') {
    const names = [...Object.keys(cube.measures), ...Object.keys(cube.calculated ?? {})];
    if (names.includes(of)) return [];
    const message = `There is no measure '${of}'.${hint(of, names)}`;
    return [unknown('UNKNOWN_MEASURE', path, message)];
  }
  if ('number' in of) return [];
  const issues = partsOf(of).flatMap((part) => checkFormula(cube, parts, part, path));
  if ('along' in of) issues.push(...timeIssues(cube, of.along, [...path, 'along']));
  if ('within' in of && of.within !== undefined && !hasLevel(cube, of.within)) {
    issues.push(unknownLevel(cube, of.within, [...path, 'within']));
  }
  if (of.op === 'convert' && !Object.hasOwn(parts.rates ?? {}, of.rates)) {
    const message = `No rates '${of.rates}' were handed to the cube.`;
    issues.push(unknown('UNKNOWN_CURRENCY', [...path, 'rates'], message));
  }
  return issues;
}

/** The circle from a formula back to itself, where there is one. */
function circleFrom(
  name: string,
  calculated: Readonly<Record<string, Formula>>,
): string[] | undefined {
  const stack: { name: string; way: string[] }[] = [{ name, way: [name] }];
  const seen = new Set<string>();
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    for (const next of namesIn(calculated[at.name]!)) {
      if (next === name) return [...at.way, name];
      if (!Object.hasOwn(calculated, next) || seen.has(next)) continue;
      seen.add(next);
      stack.push({ name: next, way: [...at.way, next] });
    }
  }
  return undefined;
}

function namesIn(of: Formula): string[] {
  return typeof of === 'string' ? [of] : partsOf(of).flatMap(namesIn);
}
