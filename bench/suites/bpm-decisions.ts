/**
 * Decision tables, measured: 50 rules over 4 inputs, first hit, against feelin running the same
 * cells as unary tests, row by row.
 */
import { compileDecisions, decisionTable, feel } from '@kontor/bpm';
import { evaluate, unaryTest } from 'feelin';
import { compare, type Row, type Suite, type SuiteOptions } from '../suite.ts';

/** The rows of decisions. */
export const suite: Suite = {
  engine: 'bpm',
  run: async (options) => [await firstHit(options), await expressions(options)],
};

const REGIONS = ['north', 'east', 'south', 'west', 'centre'];
const INPUTS = ['customer', 'region', 'total', 'age'] as const;
type Inputs = Readonly<Record<(typeof INPUTS)[number], string | number>>;
type Rule = readonly [string, string, string, string, string];

/** 5 regions by 10 bands of totals; every third rule asks for an age too. */
const rules: readonly Rule[] = Array.from({ length: 50 }, (_, at): Rule => {
  const band = Math.floor(at / REGIONS.length) * 100;
  const customer = at % 2 === 0 ? '"gold", "silver"' : '"bronze"';
  const age = at % 3 === 0 ? '>= 18' : '-';
  return [customer, `"${REGIONS[at % 5]}"`, `[${band}..${band + 100})`, age, String(at)];
});

function requests(count: number): Inputs[] {
  return Array.from({ length: count }, (_, at) => ({
    customer: ['gold', 'silver', 'bronze'][at % 3]!,
    region: REGIONS[(at * 7) % 5]!,
    total: (at * 131) % 1100,
    age: (at * 17) % 60,
  }));
}

async function firstHit(options: SuiteOptions): Promise<Row> {
  const count = options.quick ? 20 : 500;
  const asked = requests(count);
  const table = decisionTable('rate', {
    hitPolicy: 'first',
    inputs: INPUTS,
    outputs: ['rate'],
    rules,
  });
  const compiled = compileDecisions({ name: 'bench', decisions: [table] });
  if ('issues' in compiled) throw new Error(JSON.stringify(compiled.issues));
  return compare<readonly unknown[]>(
    {
      name: 'a decision table, first hit',
      size: '50 rules × 4 inputs',
      peerName: 'feelin',
      operations: { count, unit: 'decisions/CPU s' },
      ours: () => asked.map((inputs) => compiled.evaluate('rate', inputs).value),
      peer: () => asked.map(rowByRow),
      equal: (ours, theirs) => JSON.stringify(ours) === JSON.stringify(theirs),
    },
    options,
  );
}

/** What a program around feelin does: test cells from the left until one does not hold. */
function rowByRow(inputs: Inputs): unknown {
  const hit = rules.find((rule) =>
    INPUTS.every(
      (name, column) =>
        rule[column] === '-' || unaryTest(rule[column]!, { '?': inputs[name] }).value === true,
    ),
  );
  return hit === undefined ? null : evaluate(hit[4]).value;
}

/** Expressions of every day, over whole numbers: there binary and decimal results are equal. */
const TEXTS = [
  'if total > 500 then total - discount else total',
  'sum(for line in lines return line.price * line.count)',
  'count(lines[price > 20])',
  'some line in lines satisfies line.count > 3',
];
const ORDER = {
  total: 640,
  discount: 40,
  lines: Array.from({ length: 5 }, (_, at) => ({ price: 10 * at, count: at })),
};

/** Ours are compiled once; feelin has no compiled form and reads its text each time. */
async function expressions(options: SuiteOptions): Promise<Row> {
  const count = options.quick ? 20 : 500;
  const compiled = TEXTS.map((text) => {
    const read = feel.compile(text);
    if ('issue' in read) throw new Error(read.issue.message);
    return read;
  });
  const variables = new Map<string, unknown>(Object.entries(ORDER));
  const lookup = (name: string): unknown => variables.get(name);
  const times = Array.from({ length: count }, (_, at) => at);
  return compare<readonly unknown[]>(
    {
      name: 'expressions of FEEL, exact decimals on our side',
      size: `${TEXTS.length} texts, compiled once on our side`,
      peerName: 'feelin',
      operations: { count: count * TEXTS.length, unit: 'evaluations/CPU s' },
      ours: () =>
        times.flatMap(() => compiled.map((one) => one.evaluate(lookup, { now: 0 }).value)),
      peer: () => times.flatMap(() => TEXTS.map((text) => evaluate(text, ORDER).value)),
      equal: (ours, theirs) => JSON.stringify(ours) === JSON.stringify(theirs),
    },
    options,
  );
}
