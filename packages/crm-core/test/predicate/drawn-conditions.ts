/**
 * Conditions and records for properties: few values of each kind, so that many are equal, and those
 * among them that back-ends could take differently.
 */
import { fc } from '@fast-check/vitest';
import { type FieldKind, type FieldKinds, field, type Predicate } from '@kontor/crm-core';

/** Noon, so that days and instants have their borders apart. */
export const drawnNow = Date.parse('2026-03-10T12:00:00.000Z');

/** Two fields of a kind, to be compared with each other, and a custom one. */
export const drawnKinds: FieldKinds = {
  name: 'text',
  alias: 'text',
  'ext.colour': 'text',
  age: 'number',
  visits: 'number',
  amount: 'decimal',
  limit: 'decimal',
  optOut: 'boolean',
  isStaff: 'boolean',
  bornOn: 'day',
  metOn: 'day',
  seenAt: 'instant',
  boughtAt: 'instant',
  tags: 'list',
};

/** The rows of a record's relation `deals`. */
export const drawnDealKinds: FieldKinds = { stage: 'text', amount: 'decimal', closedOn: 'day' };

const listed = (values: string): readonly string[] => values.split(' ');

const pools: Readonly<Record<Exclude<FieldKind, 'list'>, readonly (string | number | boolean)[]>> =
  {
    // The first one is empty text.
    text: listed(` a A ab Ab b é É ß Ÿ ÿ × ÷ Σ 😀 a😀 \u{E000} \u{FFFD} % a_ o'b \\ " 007 7`),
    number: [0, -0, 1, -1, 2, 0.1, 0.1 + 0.2, 0.3, 5e-324, 2 ** 53, 2 ** 60, 1e21, -1.5e300],
    decimal: listed(
      '0 -0 -0.00 0.1 0.10 0.1000000000000000001 0.30 1 01.0 -1 -1.01 9 10 .5 ' +
        '9007199254740993 9007199254740992 -9007199254740993',
    ),
    boolean: [true, false],
    day: listed('2026-03-09 2026-03-10 2026-03-11 2026-02-28 2026-03-01 2025-12-11'),
    instant: listed(
      '2026-03-10T12:00:00.000Z 2026-03-10T12:00:00.001Z 2026-03-09T12:00:00.000Z ' +
        '2026-03-09T12:00:00.001Z 2026-03-09T23:59:59.999Z 2026-03-10T00:00:00.000Z ' +
        '2026-03-03T12:00:00.000Z 2026-03-03T12:00:00.001Z 1999-12-31T23:59:59.999Z',
    ),
  };

const isOperand = (kind: FieldKind, value: unknown): boolean =>
  kind !== 'decimal' || value !== '.5';

const itemKind = (kind: FieldKind): Exclude<FieldKind, 'list'> => (kind === 'list' ? 'text' : kind);

const pick = (kind: FieldKind): fc.Arbitrary<string | number | boolean> =>
  fc.constantFrom<string | number | boolean>(
    ...pools[itemKind(kind)].filter((value) => isOperand(kind, value)),
  );

/** Of the kind, or absent, null or of another kind. */
function anyValue(kind: FieldKind): fc.Arbitrary<unknown> {
  const good: fc.Arbitrary<unknown> =
    kind === 'list'
      ? fc.array(pick('text'), { maxLength: 3 })
      : fc.constantFrom<unknown>(...pools[kind]);
  // None of these is a value of any kind but its own.
  const others = [undefined, null, kind === 'number' ? '1' : 1, kind === 'boolean' ? 'true' : true];
  return fc.oneof(
    { weight: 5, arbitrary: good },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

/** Records without what is undefined, as JSON is; custom fields in `ext`. */
export function anyRecord(kinds: FieldKinds): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.entries(kinds).map(([name, kind]) => [name, anyValue(kind)] as const);
  return fc.record(Object.fromEntries(fields)).map((drawn) => {
    const record: Record<string, unknown> = {};
    const ext: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(drawn)) {
      if (value === undefined) continue;
      if (name.startsWith('ext.')) ext[name.slice(4)] = value;
      else record[name] = value;
    }
    return Object.keys(ext).length > 0 ? { ...record, ext } : record;
  });
}

/** Values of parameters: of every kind, none, and lists. */
export const anyParams: fc.Arbitrary<Record<string, string | number | boolean | null | string[]>> =
  fc.record({
    text: pick('text'),
    number: pick('number'),
    decimal: fc.oneof(pick('decimal') as fc.Arbitrary<string>, fc.constantFrom(1, 1.5)),
    day: fc.oneof(pick('day') as fc.Arbitrary<string>, fc.constant('2026-02-30')),
    instant: pick('instant'),
    none: fc.constant(null),
    list: fc.array(pick('text') as fc.Arbitrary<string>, { maxLength: 3 }),
  });

const anyParam = fc
  .constantFrom('text', 'number', 'decimal', 'day', 'instant', 'none', 'list', 'absent')
  .map((name) => ({ param: name }));

const operandOf = (kind: FieldKind): fc.Arbitrary<string | number | boolean | { param: string }> =>
  fc.oneof({ weight: 5, arbitrary: pick(kind) }, { weight: 1, arbitrary: anyParam });

/** A condition of one field, by what its kind allows. */
function anyLeaf(kinds: FieldKinds): fc.Arbitrary<Predicate> {
  const leaves = Object.entries(kinds).flatMap(([name, kind]) => leavesOf(name, kind, kinds));
  return fc.oneof(...leaves);
}

const ORDERING = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'] as const;

function leavesOf(name: string, kind: FieldKind, kinds: FieldKinds): fc.Arbitrary<Predicate>[] {
  const of = field(name);
  const missing = fc.constant(of.isMissing());
  const part = operandOf('text') as fc.Arbitrary<string>;
  if (kind === 'list') return [missing, part.map((item) => of.contains(item))];
  const twins = Object.keys(kinds).filter((other) => kinds[other] === kind);
  const operand = fc.oneof(
    { weight: 4, arbitrary: operandOf(kind) },
    { weight: 1, arbitrary: fc.constantFrom(...twins).map((other) => ({ field: other })) },
  );
  const ops = kind === 'boolean' ? (['eq', 'ne'] as const) : ORDERING;
  const oneOf = fc.oneof(fc.array(operandOf(kind), { maxLength: 3 }), anyParam);
  const general = [
    missing,
    fc.tuple(fc.constantFrom(...ops), operand).map(([op, value]) => of[op](value)),
    oneOf.map((values) => of.in(values)),
  ];
  if (kind === 'boolean') return general;
  const ends = fc.tuple(operandOf(kind), operandOf(kind));
  general.push(ends.map(([low, high]) => of.between(low, high)));
  if (kind === 'text') return [...general, ...textLeaves(name, oneOf, part)];
  if (kind === 'day')
    return [...general, fc.constantFrom('0d', '1d', '2d', '1w', '90d').map(of.within)];
  if (kind !== 'instant') return general;
  return [...general, fc.constantFrom('0h', '1h', '24h', '7d', '999999w').map(of.within)];
}

function textLeaves(
  name: string,
  oneOf: fc.Arbitrary<
    readonly (string | number | boolean | { param: string })[] | { param: string }
  >,
  part: fc.Arbitrary<string>,
): fc.Arbitrary<Predicate>[] {
  const of = field(name);
  const ops = ['eq', 'ne', 'contains', 'startsWith'] as const;
  return [
    part.map((text) => of.contains(text)),
    part.map((text) => of.startsWith(text)),
    oneOf.map((values) => of.ignoreCase.in(values)),
    fc.tuple(fc.constantFrom(...ops), part).map(([op, text]) => of.ignoreCase[op](text)),
  ];
}

/** Conditions of records that have `deals`. */
export const anyCondition: fc.Arbitrary<Predicate> = fc.letrec<{ node: Predicate }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 4, arbitrary: anyLeaf(drawnKinds) },
    { weight: 1, arbitrary: anyRelated() },
    { weight: 2, arbitrary: fc.array(tie('node'), { maxLength: 3 }).map((and) => ({ and })) },
    { weight: 2, arbitrary: fc.array(tie('node'), { maxLength: 3 }).map((or) => ({ or })) },
    { weight: 2, arbitrary: tie('node').map((not) => ({ not })) },
  ),
})).node;

function anyRelated(): fc.Arbitrary<Predicate> {
  const leaf = anyLeaf(drawnDealKinds);
  const where: fc.Arbitrary<Predicate> = fc.oneof(
    leaf,
    leaf.map((not): Predicate => ({ not })),
    fc.tuple(leaf, leaf).map((and): Predicate => ({ and })),
  );
  const related = 'deals';
  return fc.oneof(
    fc
      .tuple(fc.constantFrom('any' as const, 'none' as const), where)
      .map(([quantifier, of]): Predicate => ({ related, quantifier, where: of })),
    fc.tuple(fc.constantFrom(...ORDERING), fc.nat({ max: 2 }), where).map(
      ([op, value, of]): Predicate => ({
        related,
        quantifier: 'count',
        op,
        value,
        where: of,
      }),
    ),
  );
}

/** Records, each with its deals. */
export const anyRecords = fc.array(
  fc.tuple(anyRecord(drawnKinds), fc.array(anyRecord(drawnDealKinds), { maxLength: 3 })),
  { minLength: 1, maxLength: 12 },
);
