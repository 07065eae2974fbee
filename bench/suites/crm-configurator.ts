/**
 * The configurator, measured: a customer clicks through a product of 200 variables and 300 rules,
 * beside a program that searches a completion for every value of every variable.
 */
import {
  type Choice,
  compileConfigurator,
  type Configuration,
  type ConfiguratorModel,
} from '@kontor/crm-core/configure';
import { generateProduct, randomSource } from '../../packages/crm-core/bench/generate-product.ts';
import { SearchedProduct } from '../../packages/crm-core/bench/searched-product.ts';
import type { Row, Suite, SuiteOptions } from '../suite.ts';

/** The rows of configurators. */
export const suite: Suite = {
  engine: 'crm-core',
  run(options) {
    const size = options.quick ? { variables: 40, rules: 60 } : { variables: 200, rules: 300 };
    const model = generateProduct({ ...size, seed: 1 });
    const name = `${size.variables} variables of 2 to 10 values, ${size.rules} rules`;
    return answerRows(model, name, options);
  },
};

/** Each so many clicks the twin is asked too: it takes its time. */
const TWIN_EVERY = 30;

/** Half of the answers are quicker than the one row says, and 99 of 100 than the other. */
function answerRows(
  model: ConfiguratorModel,
  size: string,
  { quick, signal }: SuiteOptions,
): Row[] {
  const product = compileConfigurator(model);
  const twin = new SearchedProduct(model);
  // The first talk warms up, and is not counted.
  const talks = quick ? [1, 2] : [1, 2, 3, 4, 5];
  const taken: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
  let resultsEqual = true;
  for (const talk of talks) {
    const isCounted = talk > 1;
    let clicks = 0;
    for (const { choices, before, click } of clicksOf(product.start(), talk)) {
      signal?.throwIfAborted();
      const ours = timed(() => answerOf(before.choose({ [click.variable]: click.value })));
      if (isCounted) taken.ours.push(ours.milliseconds);
      if (!isCounted || clicks++ % TWIN_EVERY > 0) continue;
      const peer = timed(() => twin.domains([...choices, click]));
      taken.peer.push(peer.milliseconds);
      resultsEqual &&= same(ours.result.domains, peer.result);
    }
  }
  return [50, 99].map((percent) => {
    const [ours, peer] = [percentile(taken.ours, percent), percentile(taken.peer, percent)];
    return {
      name: `configure: an answer after a click, p${percent}`,
      size,
      ours,
      peer,
      peerName: 'a search for each value',
      ratio: peer / ours,
      unit: 'CPU ms',
      resultsEqual,
    };
  });
}

interface Click {
  readonly before: Configuration;
  readonly choices: readonly Choice[];
  readonly click: Choice;
}

/** A talk: any value that is offered of any variable that is open, until none is. */
function* clicksOf(start: Configuration, seed: number): Generator<Click> {
  const draw = randomSource(seed + 100);
  for (let before = start; !before.isComplete; ) {
    const { open, choices } = before;
    const variable = open[draw(open.length)]!;
    const values = before.domains[variable]!;
    const click = { variable, value: values[draw(values.length)]! };
    yield { before, choices, click };
    before = before.choose({ [click.variable]: click.value });
  }
}

/** All that a page shows after a click. */
const answerOf = ({ domains, price, count }: Configuration) => ({ domains, price, count });

type Domains = Configuration['domains'];

const same = (ours: Domains, peer: Domains): boolean =>
  Object.entries(ours).every(([id, values]) => values.join() === peer[id]!.join());

function timed<Result>(work: () => Result): { result: Result; milliseconds: number } {
  const start = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(start);
  return { result, milliseconds: (user + system) / 1000 };
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? Number.NaN;
}
