/**
 * Types of variables along the flow: what a step adds, what is left after branches meet.
 *
 * Nothing here recurs: each step makes one flat object type out of that before it, so the work of
 * the compiler grows with the number of steps and no faster.
 */
import type { Feel, ResultOf } from './feel-text.ts';

/** An object type without members. */
export type Nothing = { readonly [Name in never]: never };

/** The same type, written out as one object. */
export type Flat<T> = { [Key in keyof T]: T[Key] } & {};

/** The members that are known by name; of a map of anything, none. */
export type Members<T> = string extends keyof T ? Nothing : T;

/** Variables after others have been set: new ones come in, known ones take the new type. */
export type Merge<Vars, Set> = [keyof Members<Set>] extends [never]
  ? Vars
  : Flat<Omit<Vars, keyof Set> & Set>;

type KeysOfAny<Union> = Union extends unknown ? keyof Union : never;

type RequiredKeys<T> = { [Key in keyof T]-?: Nothing extends Pick<T, Key> ? never : Key }[keyof T];

/** Keys that at least one of the types does not have for certain. */
type UncertainKeys<Union, Keys = KeysOfAny<Union>> = Union extends unknown
  ? Exclude<Keys, RequiredKeys<Union>>
  : never;

type CertainKeysOfAny<Union> = Union extends unknown ? RequiredKeys<Union> : never;

type ValueOfAny<Union, Key> = Union extends unknown
  ? Key extends keyof Union
    ? Union[Key]
    : never
  : never;

type Written<Union, Maybe extends PropertyKey> = Flat<
  { [Key in Exclude<KeysOfAny<Union>, Maybe>]: ValueOfAny<Union, Key> } & {
    [Key in Maybe]?: ValueOfAny<Union, Key> | undefined;
  }
>;

/**
 * Variables where one of several paths was taken: those that all of them have are certain.
 *
 * @example
 * type After = Join<{ a: string } | { a: string; b: number }>; // { a: string; b?: number }
 */
export type Join<Union> = [Union] extends [never] ? never : Written<Union, UncertainKeys<Union>>;

/** Variables where all of several paths were taken: those that one of them has are certain. */
export type JoinAll<Union> = [Union] extends [never]
  ? Nothing
  : Written<Union, Exclude<KeysOfAny<Union>, CertainKeysOfAny<Union>>>;

/** Of several types, one that is all of them. */
export type All<Union> = (Union extends unknown ? (one: Union) => void : never) extends (
  all: infer Every,
) => void
  ? Every
  : never;

/** What a mapping reads: FEEL gives null for a variable that is not set. */
type Reading<Value> = undefined extends Value ? Exclude<Value, undefined> | null : Value;

/** Names of the variables whose value fits. */
export type NameOf<Vars, Wanted> = {
  [Key in keyof Vars]-?: Reading<Vars[Key]> extends Wanted ? Key : never;
}[keyof Vars] &
  string;

/** For each member that is wanted: the variable it is read from, or an expression. */
export type InputMapping<Vars, Wanted> = {
  readonly [Key in keyof Wanted]: NameOf<Vars, Wanted[Key]> | Feel<Wanted[Key]>;
};

/** For each variable that is set: a name among those seen, or an expression. */
export interface OutputMapping<Seen> {
  readonly [name: string]: (keyof Seen & string) | Feel;
}

/** The variables that an output mapping sets. */
export type Mapped<Seen, Mapping> = {
  -readonly [Key in keyof Mapping]: Mapping[Key] extends Feel
    ? ResultOf<Mapping[Key]>
    : Mapping[Key] extends keyof Seen
      ? Reading<Seen[Mapping[Key]]>
      : never;
};

/** What a step sets: its results, or what its output mapping makes of them. */
export type Results<Vars, Given, Mapping> = [keyof Mapping] extends [never]
  ? Members<Given>
  : Mapped<Merge<Vars, Given>, Mapping>;

/** The items of a list. */
export type ItemOf<List> = List extends readonly (infer Item)[] ? Item : never;
