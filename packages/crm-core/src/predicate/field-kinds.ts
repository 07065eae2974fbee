/**
 * What conditions can be about: fields by name, each of a kind.
 */

/** What a field holds, as conditions compare it. */
export type FieldKind =
  /** Compared by code points. */
  | 'text'
  | 'number'
  /** An exact decimal as text; compared by value: '1.50' is '1.5'. */
  | 'decimal'
  | 'boolean'
  /** `YYYY-MM-DD`. */
  | 'day'
  /** UTC ISO to the millisecond. */
  | 'instant'
  /** A list of text. */
  | 'list';

/** The kinds of fields by name; those inside another one are dotted: `ext.size`. */
export type FieldKinds = Readonly<Record<string, FieldKind>>;

/** What the child rows of a relation hold, by the relation's name. */
export type RelationKinds = Readonly<Record<string, FieldKinds>>;
