/**
 * Which aggregates are worth keeping: greedy choice by benefit.
 *
 * Answering costs as many cells as the smallest kept aggregate that can answer. Each step takes the
 * view that saves most cells over all questions; the choice saves at least 63 % of what the best
 * one of so many views would.
 *
 * @source V. Harinarayan, A. Rajaraman, J. Ullman, "Implementing Data Cubes Efficiently", 1996
 *   (greedy algorithm, bound); A. F. Cardenas, "Analysis and performance of inverted data base
 *   structures", 1975 (cells of a grain, from rows and possible cells)
 */

/** An aggregate that could be kept. */
export interface View {
  readonly name: string;
  /** Cells that it has. */
  readonly cells: number;
}

/** A question: which views can answer it, and how often it is asked. */
export interface AskedView {
  readonly weight: number;
  readonly isAnsweredBy: (view: View) => boolean;
}

/** What views are chosen for. */
export interface ChoiceOfViews {
  readonly views: readonly View[];
  readonly questions: readonly AskedView[];
  /** Cells that a question reads when nothing is kept. */
  readonly rows: number;
  /** Chosen views may have so many cells together. */
  readonly cells: number;
  /** At most so many views; default no limit. */
  readonly count?: number | undefined;
}

/** A view that is worth keeping, and the cells that it saves beyond those chosen before it. */
export interface ChosenView {
  readonly view: View;
  readonly benefit: number;
}

/** The views to keep, the most useful first. */
export function chooseViews(choice: ChoiceOfViews): ChosenView[] {
  const { views, questions, rows, count = Number.POSITIVE_INFINITY } = choice;
  const costs = questions.map(() => rows);
  const chosen: ChosenView[] = [];
  let left = choice.cells;
  while (chosen.length < count) {
    let best: ChosenView | undefined;
    for (const view of views) {
      const benefit = view.cells > left ? 0 : benefitOf(view, questions, costs);
      if (benefit > (best?.benefit ?? 0)) best = { view, benefit };
    }
    if (best === undefined) return chosen;
    chosen.push(best);
    left -= best.view.cells;
    for (const [index, question] of questions.entries()) {
      if (question.isAnsweredBy(best.view)) costs[index] = Math.min(costs[index]!, best.view.cells);
    }
  }
  return chosen;
}

/** Cells that the questions would read less. */
function benefitOf(view: View, questions: readonly AskedView[], costs: readonly number[]): number {
  let benefit = 0;
  for (const [index, { weight, isAnsweredBy }] of questions.entries()) {
    const saved = costs[index]! - view.cells;
    if (saved > 0 && isAnsweredBy(view)) benefit += weight * saved;
  }
  return benefit;
}

/**
 * About how many cells `rows` reach of so many possible ones, when they fall anywhere.
 *
 * @example
 * expectedCells(100, 10) // => 10
 */
export function expectedCells(rows: number, possible: number): number {
  if (possible <= 1) return Math.min(rows, possible);
  // D·(1 − (1 − 1/D)^n), written so that a large D loses no digits.
  return Math.round(-possible * Math.expm1(rows * Math.log1p(-1 / possible)));
}
