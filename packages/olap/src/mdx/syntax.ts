/**
 * The parts of an MDX statement.
 */

/** A part that has a value: a number, a member, a tuple, a set, a level. */
export type Part =
  | { readonly kind: 'number'; readonly value: string; readonly at: number }
  | { readonly kind: 'text'; readonly value: string; readonly at: number }
  /** `[Product].[Food]`: names one after the other. */
  | { readonly kind: 'path'; readonly names: readonly string[]; readonly at: number }
  /** `Filter(set, condition)`. */
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly args: readonly Part[];
      readonly at: number;
    }
  /** `member.Children`, `member.Lag(1)`. */
  | {
      readonly kind: 'method';
      readonly of: Part;
      readonly name: string;
      readonly args: readonly Part[];
      readonly at: number;
    }
  | { readonly kind: 'tuple'; readonly parts: readonly Part[]; readonly at: number }
  | { readonly kind: 'set'; readonly parts: readonly Part[]; readonly at: number }
  /** `[1997-01] : [1997-03]`. */
  | { readonly kind: 'range'; readonly from: Part; readonly to: Part; readonly at: number }
  | {
      readonly kind: 'binary';
      readonly op: string;
      readonly left: Part;
      readonly right: Part;
      readonly at: number;
    }
  | { readonly kind: 'unary'; readonly op: string; readonly of: Part; readonly at: number }
  | {
      readonly kind: 'case';
      readonly of: Part | undefined;
      readonly whens: readonly { readonly when: Part; readonly value: Part }[];
      readonly otherwise: Part | undefined;
      readonly at: number;
    };

/** A member that is computed, in a dimension or among the measures. */
export interface MemberDefinition {
  readonly names: readonly string[];
  readonly value: Part;
  readonly solveOrder: number;
  readonly at: number;
}

/** A set with a name. */
export interface SetDefinition {
  readonly name: string;
  readonly value: Part;
}

/** One direction of the answer. */
export interface Axis {
  readonly set: Part;
  readonly isNonEmpty: boolean;
}

/** `WITH … SELECT … FROM … WHERE …`. */
export interface Statement {
  readonly members: readonly MemberDefinition[];
  readonly sets: readonly SetDefinition[];
  /** Columns, rows, and further ones. */
  readonly axes: readonly Axis[];
  readonly cube: string;
  readonly slicer: Part | undefined;
}
