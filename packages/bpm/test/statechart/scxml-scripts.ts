/**
 * The SCXML scripts of the W3C and of the SCION project, played by the engine.
 *
 * Each script is played twice: in one go, and with the instance saved as JSON and opened again
 * between events. Both give the configurations that the script wants; and replaying the history
 * gives the snapshot, after every step.
 *
 * Source: @scion-scxml/test-framework 2.0.16, Apache-2.0.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  advanceChart,
  type ChartHistoryEvent,
  type ChartInstance,
  type ChartLibrary,
  type ChartStep,
  type ChartTrigger,
  compileChart,
  type CompiledChart,
  nextDue,
  replayChart,
} from '@kontor/bpm';
import { fromScxml } from '@kontor/bpm/scxml';
import { ecmascript, xmlOf } from './ecmascript.ts';

/** A script that does not give its configurations. */
export interface Miss {
  readonly case: string;
  readonly reason: string;
}

/** What came of the scripts, or what is not there. */
export type Outcome =
  | { readonly passed: number; readonly total: number; readonly misses: readonly Miss[] }
  | { readonly absent: string };

/** How many scripts there are. */
export const SCRIPTS = { w3c: 189, others: 127 } as const;

/** The scripts of the W3C, or all others. */
export type Part = keyof typeof SCRIPTS;

/** Plays a part of the scripts in `scxml` of the folder of outside data. */
export function runScxml(data: string, part: Part): Outcome {
  const top = join(data, 'scxml');
  if (!existsSync(top)) return { absent: `${top} is not there` };
  const files = scriptsIn(top, part);
  const misses: Miss[] = [];
  for (const file of files) {
    const reason = faultOf(file);
    if (reason !== undefined) misses.push({ case: nameOf(file), reason });
  }
  const total = SCRIPTS[part];
  if (files.length !== total) {
    misses.push({ case: 'files', reason: `there are ${files.length}, not ${total}` });
  }
  return { passed: Math.min(total, files.length) - misses.length, total, misses };
}

function scriptsIn(top: string, part: Part): string[] {
  const folders = readdirSync(top).filter(
    (name) => statSync(join(top, name)).isDirectory() && (name === 'w3c-ecma') === (part === 'w3c'),
  );
  return folders.flatMap((folder) =>
    readdirSync(join(top, folder))
      .filter((name) => name.endsWith('.json'))
      .map((name) => join(top, folder, name)),
  );
}

const nameOf = (file: string): string =>
  `${basename(dirname(file))}/${basename(file).replace(/(?:\.txml)?\.json$/, '')}`;

/** What a script wants. */
interface WantedScript {
  readonly initialConfiguration: readonly string[];
  readonly events: readonly {
    readonly after?: number;
    readonly event: { readonly name: string; readonly data?: never };
    readonly nextConfiguration: readonly string[];
  }[];
}

/** Why a script is not passed; undefined where it is. */
export function faultOf(file: string): string | undefined {
  const wanted = JSON.parse(readFileSync(file, 'utf8')) as WantedScript;
  for (const isSaved of [false, true]) {
    const fault = play(file, wanted, isSaved);
    if (fault !== undefined) return isSaved ? `saved between events: ${fault}` : fault;
  }
  return undefined;
}

function play(file: string, wanted: WantedScript, isSaved: boolean): string | undefined {
  try {
    const session = new Session(file.replace(/\.json$/, '.scxml'), isSaved);
    const start = session.compare(wanted.initialConfiguration);
    if (start !== undefined) return start;
    for (const { after = 0, event, nextConfiguration } of wanted.events) {
      session.pass(after);
      session.step({ kind: 'event', ...event });
      const fault = session.compare(nextConfiguration);
      if (fault !== undefined) return fault;
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A text that a script has logged, as `label value`. */
type Logged = readonly string[];

/**
 * Manual tests end in a state `final` and have no state `pass`, whatever their script says: a
 * person is to read what they log. What that person would look for is checked here.
 */
const MANUAL: Readonly<Record<string, (logged: Logged) => string | undefined>> = {
  // The event that was handed on has the same fields in the parent and in the child.
  test230: (logged) => {
    const fields = logged.map((line) => line.split(': ').at(-1)!.trim());
    const half = fields.length / 2;
    return half > 0 && isDeepStrictEqual(fields.slice(0, half), fields.slice(half))
      ? undefined
      : `the fields differ: ${logged.join('; ')}`;
  },
  // A chart that is stopped leaves its states in good order, and does not go on.
  test250: (logged) =>
    isDeepStrictEqual(logged, ['Exiting sub01', 'Exiting sub0'])
      ? undefined
      : `logs ${logged.join('; ')}`,
  // Data that are not there yet and members that are not there are the same: an error, or none.
  test307: (logged) => {
    const errors = logged.filter((line) => /^error in state/i.test(line)).length;
    const fine = logged.filter((line) => /^no error in/i.test(line)).length;
    return errors + fine === 2 && errors !== 1 ? undefined : `logs ${logged.join('; ')}`;
  },
};

const textOf = ({ label, value }: { readonly label?: string; readonly value?: unknown }): string =>
  [label, value]
    .filter((part) => part !== undefined)
    .map(wordOf)
    .join(' ');

const wordOf = (part: unknown): string => (typeof part === 'string' ? part : JSON.stringify(part));

/** A document that runs, on a clock of its own. */
class Session {
  readonly #library: ChartLibrary;
  readonly #isSaved: boolean;
  readonly #charts = new Map<string, CompiledChart>();
  readonly #folder: string;
  readonly #manual: ((logged: Logged) => string | undefined) | undefined;
  readonly #logged: string[] = [];
  #instance: ChartInstance | undefined;
  #stable: readonly string[] = [];
  #now = 0;

  constructor(file: string, isSaved: boolean) {
    this.#folder = dirname(file);
    this.#isSaved = isSaved;
    this.#manual = MANUAL[basename(file).split('.')[0]!];
    this.#library = {
      chart: (hash) => this.#charts.get(hash)!,
      named: (src) =>
        this.#read(readFileSync(join(this.#folder, src.replace('file:', '')), 'utf8')),
      made: (content) => {
        const xml = xmlOf(content);
        return xml === undefined ? undefined : this.#read(xml);
      },
      processors: {
        'http://www.w3.org/TR/scxml/#BasicHTTPEventProcessor': {
          name: 'basichttp',
          location: (sessionId) => `http://localhost/${sessionId}`,
        },
      },
    };
    const chart = this.#read(readFileSync(file, 'utf8'));
    this.step({ kind: 'start', chart: chart.hash });
  }

  /** Lets time pass; what falls due on the way is sent then. */
  pass(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const due = nextDue(this.#instance!);
      if (due === undefined || due > until) break;
      this.#now = due;
      this.step({ kind: 'due' });
    }
    this.#now = until;
  }

  step(trigger: ChartTrigger): void {
    const before = this.#instance;
    const step = advanceChart(this.#library, before ?? { id: 'script' }, trigger, this.#now);
    this.#stable = this.#stableAfter(before, step);
    for (const event of step.events) {
      if (event.type === 'logged') this.#logged.push(textOf(event));
    }
    const saved = JSON.parse(JSON.stringify(step.instance)) as ChartInstance;
    if (this.#isSaved) this.#check(step, before, saved);
    this.#instance = this.#isSaved ? saved : step.instance;
  }

  /** What is other than wanted. */
  compare(wanted: readonly string[]): string | undefined {
    const active = this.#manual === undefined ? this.#stable : this.#atTheEnd();
    const read = this.#manual?.(this.#logged);
    if (read !== undefined) return read;
    return isDeepStrictEqual([...active].sort(), [...wanted].sort())
      ? undefined
      : `is in ${active.join()}, not ${wanted.join()}`;
  }

  /** Where a manual test ends; `final` is its `pass`. */
  #atTheEnd(): readonly string[] {
    this.pass(10_000);
    const { active } = this.#instance!.sessions[0]!;
    return active.map((id) => (id === 'final' ? 'pass' : id));
  }

  /** The leaves after the first macrostep, before what it has sent comes back to it. */
  #stableAfter(before: ChartInstance | undefined, step: ChartStep): readonly string[] {
    const end = step.events.findIndex(
      (event) => (event.type === 'settled' || event.type === 'finished') && event.session === 1,
    );
    if (end < 0 || end === step.events.length - 1) return step.instance.sessions[0]!.active;
    const until = step.events.slice(0, end + 1);
    return replayChart(this.#library, 'script', until, before).sessions[0]!.active;
  }

  /** The law of histories: what happened gives the snapshot, from the one before. */
  #check(step: ChartStep, before: ChartInstance | undefined, saved: ChartInstance): void {
    const events = JSON.parse(JSON.stringify(step.events)) as ChartHistoryEvent[];
    const replayed = replayChart(this.#library, 'script', events, before);
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(replayed)), saved)) {
      throw new Error('replaying the history does not give the snapshot');
    }
  }

  #read(xml: string): CompiledChart {
    const { definition, diagnostics } = fromScxml(xml, {
      language: 'ecmascript',
      load: (src) => this.#load(src),
    });
    if (definition === undefined) throw new Error(diagnostics[0]?.message);
    const languages = ['ecmascript', 'null'].map(ecmascript);
    const chart = compileChart(definition, { languages });
    this.#charts.set(chart.hash, chart);
    return chart;
  }

  #load(src: string): string | undefined {
    const file = join(this.#folder, src.replace('file:', ''));
    if (existsSync(file)) return readFileSync(file, 'utf8');
    const fixture = join(this.#folder, 'scripts-by-name.fixture');
    if (!existsSync(fixture)) return undefined;
    const { scripts } = JSON.parse(readFileSync(fixture, 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    return scripts[src];
  }
}
