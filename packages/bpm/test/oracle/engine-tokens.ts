/**
 * The pure step, asked for the same as the twin: what waits, what has happened, where it stands.
 */
import { advance, type Step } from '../../src/advance.ts';
import type { Library } from '../../src/burst.ts';
import { compileProcess } from '../../src/compile.ts';
import type { CompiledProcess } from '../../src/compiled.ts';
import type { ExpressionLanguage } from '../../src/expression.ts';
import { feel } from '../../src/feel/language.ts';
import type { Incident, Instance, Wait } from '../../src/instance.ts';
import type { Trigger } from '../../src/trigger.ts';
import { TraceLog } from '../traces/trace-log.ts';
import type { TokenState } from './twin.ts';
import type { Drawn } from './twin-graph.ts';
import type { Switches } from './twin-words.ts';

const words = new Map<string, ReturnType<ExpressionLanguage['compile']>>();

/** FEEL, that reads each of the few conditions once: thousands of graphs are written with them. */
const knownWords: ExpressionLanguage = {
  ...feel,
  compile: (text) => {
    const known = words.get(text) ?? feel.compile(text);
    words.set(text, known);
    return known;
  },
};

/** A process under way in the engine. */
export class EngineTokens {
  readonly #library: Library;
  readonly #log: TraceLog;
  readonly #diagnostics: string[] = [];
  #instance: Instance;

  constructor(definition: Drawn, switches: Switches) {
    const process = compileProcess(definition, { languages: [knownWords] });
    this.#library = libraryOf(process);
    this.#log = new TraceLog([process]);
    const subject = { id: 'i', process: process.hash };
    this.#instance = this.#keep(
      advance(this.#library, subject, { kind: 'start', variables: switches }, 0),
    );
  }

  /** Waits in the order they were opened. */
  waits(): readonly Wait[] {
    return this.#instance.waits;
  }

  happen({ id: wait, kind }: Wait, variables: Switches): void {
    const trigger: Trigger =
      kind === 'task' ? { kind: 'complete', wait, variables } : { kind: 'message', wait };
    this.#instance = this.#keep(advance(this.#library, this.#instance, trigger, 0));
  }

  state(): TokenState {
    const { state, incidents = [], waits } = this.#instance;
    const { trace, cancelled } = this.#log.lists();
    return {
      trace,
      active: this.#log.activeIn(this.#instance).sort(),
      cancelled: cancelled.sort(),
      ended: state === 'active' ? false : state,
      incidents: incidents.map(told).sort(),
      diagnostics: this.#diagnostics.toSorted(),
      waits: waits.map(({ node }) => node),
    };
  }

  #keep({ instance, events }: Step): Instance {
    this.#log.add('i', events);
    for (const event of events) {
      if (event.type !== 'noted') continue;
      const { joins, flows } = event.detail as { joins: string[]; flows: string[] };
      this.#diagnostics.push(`${event.code} ${joins}: ${flows}`);
    }
    return instance;
  }
}

function libraryOf(process: CompiledProcess): Library {
  return {
    process: () => process,
    called: () => undefined,
    decisions: new Map(),
    calendars: {},
    burstSteps: 100_000,
  };
}

function told({ code, node, detail }: Incident): string {
  if (code !== 'join-deadlock') return `${code} ${node}`;
  const joins = detail as { join: string; present: string[]; missing: string[] }[];
  const lacks = joins.map(
    ({ join, present, missing }) => `${join} has ${present} lacks ${missing}`,
  );
  return `${code} ${lacks.join('; ')}`;
}
