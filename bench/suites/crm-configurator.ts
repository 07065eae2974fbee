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
import { collectGarbage } from '../memory.ts';
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

/** So many talks warm up, and are not counted: the compiler is still busy with the first ones. */
const WARM_UP = 3;

/**
 * Half of the answers are quicker than one row says, and 99 of 100 than the other: the domains, as
 * the twin gives them, and all that a page may show.
 */
function answerRows(
  model: ConfiguratorModel,
  size: string,
  { quick, signal }: SuiteOptions,
): Row[] {
  const product = compileConfigurator(model);
  const twin = new SearchedProduct(model);
  const talks = WARM_UP + (quick ? 1 : 4);
  const taken: Record<'domains' | 'page' | 'peer', number[]> = { domains: [], page: [], peer: [] };
  let resultsEqual = true;
  for (let talk = 1; talk <= talks; talk++) {
    const isCounted = talk > WARM_UP;
    const draw = randomSource(talk + 100);
    let clicks = 0;
    for (let shown = product.start(); !shown.isComplete; ) {
      signal?.throwIfAborted();
      const { choices } = shown;
      const click = clickOn(shown, draw);
      const domains = timed(() => domainsOf(shown.choose({ [click.variable]: click.value })));
      const rest = timed(() => pricesOf(domains.result.configuration));
      if (isCounted) {
        taken.domains.push(domains.milliseconds);
        taken.page.push(domains.milliseconds + rest.milliseconds);
      }
      shown = domains.result.configuration;
      if (!isCounted || clicks++ % TWIN_EVERY > 0) continue;
      const peer = timed(() => twin.domains([...choices, click]));
      taken.peer.push(peer.milliseconds);
      resultsEqual &&= same(domains.result.domains, peer.result);
      // What the twin has left behind would be collected in our time.
      collectGarbage();
    }
  }
  return (['domains', 'page'] as const).flatMap((answer) =>
    [50, 99].map((percent) => {
      const [ours, peer] = [percentile(taken[answer], percent), percentile(taken.peer, percent)];
      return {
        name: `configure: ${answers[answer]} after a click, p${percent}`,
        size,
        ours,
        peer,
        peerName: 'a search for each value',
        ratio: peer / ours,
        unit: 'CPU ms',
        resultsEqual,
      };
    }),
  );
}

const answers = { domains: 'the domains', page: 'domains, prices and count' } as const;

/** Any value that is offered of any variable that is open. */
function clickOn({ open, domains }: Configuration, draw: (below: number) => number): Choice {
  const variable = open[draw(open.length)]!;
  const values = domains[variable]!;
  return { variable, value: values[draw(values.length)]! };
}

/** Reading them is what works them out. */
const domainsOf = (configuration: Configuration) => {
  return { configuration, domains: configuration.domains };
};

const pricesOf = ({ price, count }: Configuration) => ({ price, count });

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
