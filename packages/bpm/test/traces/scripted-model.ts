/** What drivers of trace scripts read of a script: its processes, its durations, its iterations. */
import { compileProcess } from '../../src/compile.ts';
import type { CompiledProcess } from '../../src/compiled.ts';
import { feel } from '../../src/feel/language.ts';
import type { Frame, Instance } from '../../src/instance.ts';
import { readDuration } from '../../src/timer/iso-duration.ts';
import { type Model, readNotation } from '../notation.ts';
import type { ScriptOptions } from './script.ts';

const DAY_MS = 86_400_000;

/** The processes of a model, ready to run: the main one, and those it calls. */
export function processesOf(
  model: string | Model,
  options: ScriptOptions,
): { main: CompiledProcess; called: Map<string, CompiledProcess> } {
  const { main, called } = typeof model === 'string' ? readModel(model, options) : model;
  const compile = (definition: typeof main): CompiledProcess =>
    compileProcess(definition, { languages: [feel] });
  const others = Object.entries(called).map(([id, one]) => [id, compile(one)] as const);
  return { main: compile(main), called: new Map(others) };
}

/** A script's model, and its processes ready to run, the main one first. */
export interface ReadScript {
  readonly model: Model;
  readonly processes: readonly CompiledProcess[];
}

const scriptsRead = new Map<string, ReadScript>();

/** Reads and compiles a script once, in however many ways it is played. */
export function readScript(text: string, options: ScriptOptions): ReadScript {
  const key = JSON.stringify([text, options]);
  const known = scriptsRead.get(key);
  if (known !== undefined) return known;
  const model = readModel(text, options);
  const { main, called } = processesOf(model, options);
  const script = { model, processes: [main, ...called.values()] };
  scriptsRead.set(key, script);
  return script;
}

/** The model of a script, with what its options add. */
export function readModel(
  model: string,
  { orJoin, zone, out = {}, fields = {} }: ScriptOptions,
): Model {
  const mappings = Object.entries(out).map(([id, text]) => {
    const mapping = text.split(';').map((part) => part.split('->').map((side) => side.trim()));
    return [id, mapping.map(([from = '', to = '']) => ({ from, to }))] as const;
  });
  return readNotation(model, {
    ...(orJoin === undefined ? {} : { join: orJoin }),
    ...(zone === undefined ? {} : { zone }),
    out: Object.fromEntries(mappings),
    fields,
  });
}

/** The index of the iteration that a frame is, or is in. */
export function indexOf({ frames }: Instance, id: number): number | undefined {
  const byId = new Map(frames.map((frame): [number, Frame] => [frame.id, frame]));
  for (let frame = byId.get(id); frame !== undefined; frame = byId.get(frame.parent)) {
    if (frame.index !== undefined) return frame.index;
  }
  return undefined;
}

/** The milliseconds of a duration of fixed length. */
export function durationMs(text: string): number {
  const duration = readDuration(text);
  if (duration === undefined || duration.months > 0) throw new Error(`'${text}' is no fixed time`);
  return duration.days * DAY_MS + duration.ms;
}
