/**
 * Plays a trace script on an engine, and says what is not as the script expects.
 *
 * An engine is a driver: one method for each command, and its state in the words of the scripts.
 * Every script is played in several ways, with equal results; `between` is what happens after each
 * command: nothing, or a loss of all memory.
 */
import type { Ability, Action, Command, Expectation, Outcome, Script, Values } from './script.ts';
import type { Migration, PublishedMessage } from './script.ts';

/** Now, or later. */
export type Soon<T> = T | Promise<T>;

/** Where an engine stands. */
export interface DriverState {
  readonly trace: readonly string[];
  readonly active: readonly string[];
  readonly cancelled: readonly string[];
  /** How the first instance ended; false: something still runs. */
  readonly ended: string | false;
  /** Variables of the first instance. */
  readonly vars: Values;
  readonly incidents: readonly string[];
  readonly diagnostics: readonly string[];
  readonly timers: number;
  readonly instances: number;
}

/** An engine with one process deployed, on a virtual clock. */
export interface Driver {
  start(vars: Values): Soon<void>;
  complete(id: string, options: { at?: number; vars?: Values; fence?: number }): Soon<void>;
  fail(id: string, error: string, options: { at?: number; vars?: Values }): Soon<void>;
  escalate(id: string, code: string, vars?: Values): Soon<void>;
  crashJob(id: string): Soon<void>;
  message(message: PublishedMessage): Soon<Outcome>;
  signal(name: string, vars?: Values): Soon<void>;
  set(vars: Values): Soon<void>;
  cancel(id: string, at?: number): Soon<void>;
  activate(id: string): Soon<void>;
  advance(duration: string): Soon<void>;
  outage(duration: string): Soon<void>;
  resolve(code: string): Soon<void>;
  terminate(): Soon<void>;
  migrate(migration: Migration): Soon<void>;
  undoMigration(): Soon<void>;
  modify(changes: readonly Values[]): Soon<void>;
  suspend(): Soon<void>;
  resume(): Soon<void>;
  /** Drops what is in memory, and loads what was committed. */
  reload(): Soon<void>;
  state(): Soon<DriverState>;
  /** Commands that are prepared at once and committed in turn; left out: one after the other. */
  race?(actions: readonly Action[], run: (action: Action) => Promise<void>): Promise<void>;
  claim?(id: string, owner: string): Soon<void>;
}

/** What an engine can do beside the pure step. */
export const abilitiesOf = (driver: Partial<Driver>): ReadonlySet<Ability> =>
  new Set<Ability>(driver.claim === undefined ? [] : ['fence']);

/**
 * Plays a script.
 *
 * @param between - what is done after each command
 * @throws Error that names the script, the command, what was expected and what came
 */
export async function play(
  script: Script,
  driver: Driver,
  between: (driver: Driver) => Soon<void> = () => undefined,
): Promise<void> {
  const { start = {}, do: commands = [] } = script;
  if (start !== false) await told(script, 'start', () => driver.start(start));
  await between(driver);
  for (const [at, command] of commands.entries()) {
    const place = `command ${at + 1}, ${shown(command)}`;
    await playCommand(script, place, driver, command);
    await between(driver);
    await compare(script, place, driver, command.expect ?? {});
  }
  await compare(script, 'the end', driver, script.expect);
}

async function playCommand(
  script: Script,
  place: string,
  driver: Driver,
  command: Command,
): Promise<void> {
  const { rejected, outcome } = command;
  if (rejected !== undefined) {
    await expectRejection(script, place, driver, command);
    return;
  }
  const got = await told(script, place, () => perform(driver, command));
  if (outcome === undefined || outcome === got) return;
  throw failure(script, place, [`outcome: expected ${outcome}, got ${String(got)}`]);
}

async function expectRejection(
  script: Script,
  place: string,
  driver: Driver,
  command: Command,
): Promise<void> {
  const before = JSON.stringify(await driver.state());
  let code = 'nothing: it was accepted';
  try {
    await perform(driver, command);
  } catch (error) {
    code = codeOf(error);
  }
  const faults =
    code === command.rejected ? [] : [`rejected: expected ${command.rejected}, got ${code}`];
  const after = JSON.stringify(await driver.state());
  if (before !== after) faults.push(`a refused command changed ${before} to ${after}`);
  if (faults.length > 0) throw failure(script, place, faults);
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

/** Does one thing. */
export async function perform(driver: Driver, action: Action): Promise<Outcome | undefined> {
  if ('message' in action) return driver.message(action.message);
  if ('race' in action) return race(driver, action.race);
  await plain(driver, action);
  return undefined;
}

async function race(driver: Driver, actions: readonly Action[]): Promise<Outcome | undefined> {
  let outcome: Outcome | undefined;
  const run = async (action: Action): Promise<void> => {
    outcome = (await perform(driver, action)) ?? outcome;
  };
  if (driver.race !== undefined) await driver.race(actions, run);
  else for (const action of actions) await run(action);
  return outcome;
}

type PlainAction = Exclude<Action, { message: unknown } | { race: unknown }>;

function plain(driver: Driver, action: PlainAction): Soon<void> {
  if ('complete' in action) return driver.complete(action.complete, action);
  if ('fail' in action) return driver.fail(action.fail, action.error, action);
  if ('escalate' in action) return driver.escalate(action.escalate, action.code, action.vars);
  if ('crashJob' in action) return driver.crashJob(action.crashJob);
  if ('signal' in action) return driver.signal(action.signal.name, action.signal.vars);
  if ('set' in action) return driver.set(action.set);
  if ('cancel' in action) return driver.cancel(action.cancel, action.at);
  if ('activate' in action) return driver.activate(action.activate);
  if ('advance' in action) return driver.advance(action.advance);
  if ('outage' in action) return driver.outage(action.outage);
  if ('resolve' in action) return driver.resolve(action.resolve);
  if ('start' in action) return driver.start(action.start.vars ?? {});
  if ('terminate' in action) return driver.terminate();
  if ('crash' in action) return driver.reload();
  if ('claim' in action) return driver.claim!(action.claim, action.owner);
  if ('migrate' in action) return driver.migrate(action.migrate);
  if ('undoMigration' in action) return driver.undoMigration();
  if ('modify' in action) return driver.modify(action.modify);
  return 'suspend' in action ? driver.suspend() : driver.resume();
}

/** Work whose errors say where in the script they came. */
async function told<T>(script: Script, place: string, work: () => Soon<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new Error(`${heading(script, place)}\n  failed with ${text}`, { cause: error });
  }
}

const listed = ['active', 'cancelled', 'incidents', 'diagnostics'] as const;
const single = ['ended', 'timers', 'instances'] as const;

async function compare(
  script: Script,
  place: string,
  driver: Driver,
  expected: Expectation,
): Promise<void> {
  const state = await driver.state();
  const faults: string[] = [];
  const check = (what: string, wanted: string, got: string): void => {
    if (wanted !== got) faults.push(`${what}: expected [${wanted}], got [${got}]`);
  };
  if (expected.trace !== undefined) check('trace', expected.trace, state.trace.join(' '));
  for (const field of listed) {
    const words = expected[field];
    if (words !== undefined) check(field, sorted(words.split(' ')), sorted(state[field]));
  }
  for (const field of single) {
    if (expected[field] !== undefined) check(field, String(expected[field]), String(state[field]));
  }
  for (const [name, value] of Object.entries(expected.vars ?? {})) {
    check(`variable ${name}`, JSON.stringify(value), JSON.stringify(state.vars[name]));
  }
  if (faults.length > 0) throw failure(script, place, [...faults, `all: ${JSON.stringify(state)}`]);
}

const sorted = (words: readonly string[]): string => words.filter(Boolean).toSorted().join(' ');

const shown = (command: Command): string => JSON.stringify({ ...command, expect: undefined });

const heading = ({ id, model }: Script, place: string): string =>
  `${id}, ${place}\n  ${model.replaceAll(/\s+/gu, ' ')}`;

const failure = (script: Script, place: string, faults: readonly string[]): Error =>
  new Error([heading(script, place), ...faults].join('\n  '));
