/**
 * One evaluation: what it may spend, and what it has to say.
 *
 * An expression may come from anyone, so it pays: a step for every iteration, invocation and
 * element that is looked at or made. When the steps are gone, or it nests too deeply, the
 * evaluation is given up: that is the one thing thrown inside, and the language catches it at the
 * border.
 */
import type {
  EvaluationMoment,
  ExpressionDiagnostic,
  ExpressionDiagnosticCode,
  VariableLookup,
} from '../expression.ts';

/** What one evaluation may use. */
export interface FeelLimits {
  /** Iterations, invocations and elements made or looked at. */
  readonly steps: number;
  /** Invocations within each other. */
  readonly depth: number;
  /** UTF-16 units of a text that an expression makes. */
  readonly textLength: number;
}

/** A decision table that was asked, and what matched in it. */
export interface TableMatch {
  /** The place of the table in its model: `decision discount`. */
  readonly table: string;
  /** The rules that matched, in their order, whichever of them the hit policy took; may be none. */
  readonly rules: readonly MatchedRule[];
}

/** A rule that matched. */
export interface MatchedRule {
  /** Its row, counted from 1. */
  readonly row: number;
  readonly id?: string;
  readonly annotations?: readonly string[];
}

/** Limits that no honest expression meets: about a second of work at most. */
export const FEEL_LIMITS: FeelLimits = { steps: 1_000_000, depth: 200, textLength: 1_000_000 };

/** More of them would say the same again. */
const DIAGNOSTICS_MAX = 20;
/** Tables that functions ask over and over are told up to here. */
const MATCHES_MAX = 1000;

/** Thrown where an evaluation is given up; it never leaves the language. */
export class GivenUp extends Error {}

/** One evaluation. */
export class Run {
  readonly moment: EvaluationMoment | undefined;
  readonly limits: FeelLimits;
  /** The caller's variables, not yet values of FEEL. */
  readonly variable: VariableLookup;
  #steps: number;
  #depth = 0;
  #diagnostics: ExpressionDiagnostic[] | undefined;
  #matches: TableMatch[] | undefined;
  #isMuted = false;
  #converted: Map<object, unknown> | undefined;

  constructor(variable: VariableLookup, moment: EvaluationMoment | undefined, limits: FeelLimits) {
    this.variable = variable;
    this.moment = moment;
    this.limits = limits;
    this.#steps = limits.steps;
  }

  /** What was reported. */
  get diagnostics(): readonly ExpressionDiagnostic[] {
    return this.#diagnostics ?? NONE;
  }

  /** Says why a value is null, and gives that null. */
  report(code: ExpressionDiagnosticCode, message: string, at: number): null {
    if (this.#isMuted) return null;
    const diagnostics = (this.#diagnostics ??= []);
    if (diagnostics.length < DIAGNOSTICS_MAX) diagnostics.push({ code, message, at });
    return null;
  }

  /** The tables that were asked, in the order they answered; the first 1,000 of them. */
  get matches(): readonly TableMatch[] {
    return this.#matches ?? NO_MATCHES;
  }

  /** Tells which rules of a table matched. */
  matched(match: TableMatch): void {
    const matches = (this.#matches ??= []);
    if (matches.length < MATCHES_MAX) matches.push(match);
  }

  /** Evaluates something whose trouble is no news. */
  muted<T>(work: () => T): T {
    const before = this.#isMuted;
    this.#isMuted = true;
    try {
      return work();
    } finally {
      this.#isMuted = before;
    }
  }

  /** Pays for so many steps. */
  spend(steps: number): void {
    this.#steps -= steps;
    if (this.#steps < 0) {
      throw new GivenUp(`it takes more than ${this.limits.steps} steps`);
    }
  }

  /** Converts an object of the caller once, however often the expression reads it. */
  once<T>(object: object, convert: (object: object) => T): T {
    const converted = (this.#converted ??= new Map<object, unknown>());
    if (!converted.has(object)) converted.set(object, convert(object));
    return converted.get(object) as T;
  }

  /** Runs the body of a function. */
  nested<T>(body: () => T): T {
    this.spend(1);
    if (++this.#depth > this.limits.depth) {
      throw new GivenUp(`its functions call each other more than ${this.limits.depth} deep`);
    }
    try {
      return body();
    } finally {
      this.#depth--;
    }
  }

  /** Gives a text that was made, if it is not too long. */
  text(made: string): string {
    if (made.length > this.limits.textLength) {
      throw new GivenUp(`it makes a text longer than ${this.limits.textLength}`);
    }
    this.spend(made.length >> 6);
    return made;
  }
}

const NONE: readonly ExpressionDiagnostic[] = [];
const NO_MATCHES: readonly TableMatch[] = [];

/** Where in an expression something happens: its run, and the place in the text. */
export interface Site {
  readonly run: Run;
  readonly at: number;
}
