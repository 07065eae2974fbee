/**
 * `npm run simulate -- --seeds 200 [--from 1] [--only <part of a name>] [--processes 2]`
 *
 * With several processes each takes a part of the seeds, and prints its own lines.
 * Runs every simulation for so many seeds, prints one line for each, and names the first failing
 * seed with the command that runs it again. Exit code 0: all laws held; 1: one was broken; 2: bad
 * arguments.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { simulations } from './simulate/registry.ts';
import type { Simulation } from './simulate/simulation.ts';

interface Arguments {
  readonly seeds: number;
  readonly from: number;
  readonly only: string;
  readonly processes: number;
}

function readArguments(argv: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seeds: { type: 'string', default: '100' },
      from: { type: 'string', default: '1' },
      only: { type: 'string', default: '' },
      processes: { type: 'string', default: '1' },
    },
  });
  return {
    seeds: whole('seeds', values.seeds),
    from: whole('from', values.from),
    only: values.only,
    processes: whole('processes', values.processes),
  };
}

function whole(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} must be a whole number, not '${text}'`);
  return Number(text);
}

/** Runs one simulation; prints its line; says whether all laws held. */
async function simulate(simulation: Simulation, given: Arguments): Promise<boolean> {
  try {
    return await runSeeds(simulation, given);
  } finally {
    await simulation.close?.();
  }
}

async function runSeeds(simulation: Simulation, { seeds, from }: Arguments): Promise<boolean> {
  let deeds = 0;
  let faults = 0;
  for (let seed = from; seed < from + seeds; seed++) {
    try {
      const report = await simulation.run(seed);
      deeds += report.deeds;
      faults += report.faults;
    } catch (error) {
      const again = `npm run simulate -- --seeds 1 --from ${seed} --only '${simulation.name}'`;
      console.log(`${simulation.name}: FAILED at seed ${seed}. Run it again: ${again}`);
      console.error(error);
      return false;
    }
  }
  console.log(
    `${simulation.name}: ${seeds} seeds from ${from}, ${deeds} deeds, ${faults} faults: ` +
      'all laws held',
  );
  return true;
}

/** Runs parts of the seeds side by side. @returns the worst exit code */
async function share({ seeds, from, only, processes }: Arguments): Promise<number> {
  const each = Math.ceil(seeds / processes);
  const starts = Array.from({ length: processes }, (_, part) => part * each);
  const codes = await Promise.all(
    starts.map(async (start) => {
      const part = [
        '--seeds',
        String(Math.min(each, seeds - start)),
        '--from',
        String(from + start),
      ];
      const args = [...process.execArgv, process.argv[1]!, ...part, '--only', only];
      if (start >= seeds) return 0;
      const child = spawn(process.execPath, args, { stdio: 'inherit' });
      const exit: unknown[] = await once(child, 'exit');
      return typeof exit[0] === 'number' ? exit[0] : 1;
    }),
  );
  return Math.max(...codes);
}

async function main(): Promise<number> {
  let given: Arguments;
  try {
    given = readArguments(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\nUsage: npm run simulate -- --seeds 200 --from 1`);
    return 2;
  }
  const chosen = simulations.filter(({ name }) => name.includes(given.only));
  if (chosen.length === 0) {
    console.error(
      `No simulation's name holds '${given.only}'. There are: ` +
        simulations.map(({ name }) => name).join(', '),
    );
    return 2;
  }
  if (given.processes > 1) return share(given);
  let held = true;
  for (const simulation of chosen) held = (await simulate(simulation, given)) && held;
  return held ? 0 : 1;
}

process.exitCode = await main();
