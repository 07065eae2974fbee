/**
 * Stage conversion by cohort of entry: of those that entered a stage, how many later entered
 * another.
 *
 * Entry counts, not presence: a deal that skipped a stage has entered it when it went beyond, a won
 * one has entered all open stages, a lost one its last stage and all before. So the counts of a
 * funnel never grow from stage to stage.
 */
import { CrmError } from '../errors.ts';
import type { Pipeline } from './pipeline.ts';
import type { StageVisit } from './stage-visits.ts';

/** A cohort: deals by when they entered the stage that is converted from. */
export interface Cohort {
  /** UTC ISO, included; no limit when left out. */
  readonly from?: string | undefined;
  /** UTC ISO, excluded; no limit when left out. */
  readonly until?: string | undefined;
}

/** One step of a funnel. */
export interface Conversion {
  readonly from: string;
  readonly to: string;
  readonly entered: number;
  readonly reached: number;
  /** `reached` ÷ `entered`; undefined when none entered. */
  readonly rate: number | undefined;
}

/** A funnel: its steps, and the way from its first stage to its last. */
export interface StageFunnel {
  /** From each open stage to the next, and from the last one to won. */
  readonly steps: readonly Conversion[];
  readonly overall: Conversion;
  /**
   * Between any two of the open stages and `won`, the first before the second.
   *
   * @throws CrmError CRM_INVALID_INPUT — other places, or the wrong way round
   */
  between(from: string, to: string): Conversion;
}

/** The name of the last place of a funnel, whatever the won stages are called. */
const WON = 'won';

/**
 * The funnel of a pipeline.
 *
 * @param visits of each deal, as `stageVisits` gives them; other pipelines' are left out
 * @returns counts of deals; the place after the last open stage is called 'won'
 * @example
 * stageConversion(sales, visits, {}).overall.rate // => 0.12
 */
export function stageConversion(
  pipeline: Pipeline,
  visits: ReadonlyMap<string, readonly StageVisit[]>,
  cohort: Cohort,
): StageFunnel {
  const open = pipeline.stages.filter(({ kind }) => kind === 'open').map(({ id }) => id);
  const places = [...open, WON];
  const entries = [...visits.values()].map((of) => entriesOf(pipeline, open, of));
  const between = (from: string, to: string): Conversion =>
    conversion(places, entries, { from, to, cohort });
  const steps = open.map((from, index) => between(from, places[index + 1]!));
  return { steps, between, overall: between(places[0]!, WON) };
}

/** When a deal was first at each place or beyond, UTC ISO; undefined for never. */
function entriesOf(
  pipeline: Pipeline,
  open: readonly string[],
  visits: readonly StageVisit[],
): (string | undefined)[] {
  const won = new Set(pipeline.stages.filter(({ kind }) => kind === 'won').map(({ id }) => id));
  const entries: (string | undefined)[] = Array.from({ length: open.length + 1 });
  for (const { pipeline: id, stage, enteredAt } of visits) {
    if (id !== pipeline.id) continue;
    // Lost stages have no place, so a lost deal keeps the furthest one that it reached.
    const furthest = won.has(stage) ? open.length : open.indexOf(stage);
    for (let place = 0; place <= furthest; place++) entries[place] ??= enteredAt;
  }
  return entries;
}

function conversion(
  places: readonly string[],
  entries: readonly (readonly (string | undefined)[])[],
  { from, to, cohort }: { from: string; to: string; cohort: Cohort },
): Conversion {
  const [start, end] = [places.indexOf(from), places.indexOf(to)];
  if (start < 0 || end <= start) {
    const issues = [
      { path: '', message: `'${from}' to '${to}' is no way through ${places.join(', ')}` },
    ];
    throw new CrmError('CRM_INVALID_INPUT', { what: 'The conversion', issues });
  }
  const entered = entries.filter((of) => isIn(cohort, of[start]));
  const reached = entered.filter((of) => of[end] !== undefined).length;
  const rate = entered.length === 0 ? undefined : reached / entered.length;
  return { from, to, entered: entered.length, reached, rate };
}

function isIn({ from, until }: Cohort, at: string | undefined): boolean {
  if (at === undefined) return false;
  return (from === undefined || at >= from) && (until === undefined || at < until);
}
