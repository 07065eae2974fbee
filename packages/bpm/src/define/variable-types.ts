/**
 * Types of variables along the flow: what a step adds, what is left after branches meet.
 *
 * Variables are a union with one member for each, not an object type. A step that changes an object
 * type by a mapped one leaves a chain for the compiler to follow, and it gives up at about thirty
 * steps; a union is computed at once and forgets where it came from. So the work grows with the
 * number of variables at each step, and a process may have hundreds of steps.
 *
 * For the same end, what an alias makes stands in braces, `{ now: … }['now']`: a type that stands
 * in an alias by itself is put off by the compiler, and holds on to all that it was made of.
 */
import type { Feel, ResultOf } from './feel-text.ts';

/** A variable. It is not sure when there are paths to this point that do not set it. */
export interface Variable<Name extends string = string, Value = unknown, Sure = boolean> {
  readonly name: Name;
  readonly value: Value;
  readonly sure: Sure;
}

/** All variables at one point, as a union; `never` = none. No `Known` at all = no such point. */
export interface Known<Variables extends Variable = Variable> {
  readonly variables: Variables;
}

/** An object type without members. */
export type Nothing = { readonly [Name in never]: never };

/** The same type, written out as one object. */
export type Flat<T> = { [Key in keyof T]: T[Key] } & {};

/** The members of an object type as variables; of a map of anything, none. */
export type Declared<T> = string extends keyof T
  ? never
  : {
      [Key in keyof T & string]: Nothing extends Pick<T, Key>
        ? Variable<Key, Exclude<T[Key], undefined>, false>
        : Variable<Key, T[Key], true>;
    }[keyof T & string];

/** The variables as an object type; those that are not sure may be missing. */
export type Plain<K> =
  K extends Known<infer Variables>
    ? Flat<
        {
          [One in Variables as One['sure'] extends true ? One['name'] : never]: One['value'];
        } & {
          [One in Variables as One['sure'] extends true ? never : One['name']]?:
            | One['value']
            | undefined;
        }
      >
    : never;

/** Names of the variables. */
export type NamesOf<K extends Known> = K['variables']['name'];

type ValueOf<Variables, Name> = Variables extends {
  readonly name: Name;
  readonly value: infer Value;
}
  ? Value
  : never;
type SureNames<Variables> = Variables extends Variable<infer Name, unknown, true> ? Name : never;
type Without<Variables, Names> = Variables extends { readonly name: Names } ? never : Variables;

/** What is set over what was there: a variable that may not be set keeps its old value, too. */
type Over<Old, Set> =
  Set extends Variable<infer Name, infer Value, infer Sure>
    ? Sure extends true
      ? Set
      : {
          now: Variable<
            Name,
            Value | ValueOf<Old, Name>,
            Name extends SureNames<Old> ? true : false
          >;
        }['now']
    : never;

/** Variables after others have been set: new ones come in, known ones take the new type. */
export type Merge<K extends Known, Set extends Variable> = [Set] extends [never]
  ? K
  : K extends Known<infer Old>
    ? { now: Known<Without<Old, Set['name']> | Over<Old, Set>> }['now']
    : never;

/** Values by name; of several variables with one name, all their values. */
type Values<Variables extends Variable> = { [One in Variables as One['name']]: One['value'] };

type Joined<Names, ByName, Unsure> = Names extends keyof ByName & string
  ? { now: Variable<Names, ByName[Names], Names extends Unsure ? false : true> }['now']
  : never;

/** Names that at least one of the paths does not set for sure. */
type Unsure<Paths, Names> =
  Paths extends Known<infer Variables> ? Exclude<Names, SureNames<Variables>> : never;

/**
 * Variables where one of several paths was taken: those that all of them set are sure.
 *
 * @example
 * type After = Plain<Join<Known<A> | Known<A | B>>>; // { a: string; b?: number }
 */
export type Join<Paths extends Known> = [Paths] extends [never]
  ? never
  : {
      now: Known<Joined<NamesOf<Paths>, Values<Paths['variables']>, Unsure<Paths, NamesOf<Paths>>>>;
    }['now'];

type SureInAny<Paths> = Paths extends Known<infer Variables> ? SureNames<Variables> : never;

/** Variables where all of several paths were taken: those that one of `Whole` sets are sure. */
export type JoinAll<Paths extends Known, Whole extends Known> = {
  now: Known<
    Joined<NamesOf<Paths>, Values<Paths['variables']>, Exclude<NamesOf<Paths>, SureInAny<Whole>>>
  >;
}['now'];

/** What a mapping reads: FEEL gives null for a variable that is not set. */
type Reading<One> =
  One extends Variable<string, infer Value, infer Sure>
    ? Sure extends true
      ? undefined extends Value
        ? Exclude<Value, undefined> | null
        : Value
      : Value | null
    : never;

/** What a mapping reads of the variable of a name. */
export type ReadingOf<K extends Known, Name> = Reading<
  Extract<K['variables'], { readonly name: Name }>
>;

type Fitting<Variables, Wanted> =
  Variables extends Variable<infer Name>
    ? [Reading<Variables>] extends [Wanted]
      ? Name
      : never
    : never;

/** Names of the variables whose value fits. */
export type NameOf<K extends Known, Wanted> = Fitting<K['variables'], Wanted>;

/** For each member that is wanted: the variable it is read from, or an expression. */
export type InputMapping<K extends Known, Wanted> = {
  readonly [Key in keyof Wanted]: NameOf<K, Wanted[Key]> | Feel<Wanted[Key]>;
};

/** For each variable that is set: a name among those seen, or an expression. */
export interface OutputMapping<Seen extends string> {
  readonly [name: string]: Seen | Feel;
}

/** The variables that an output mapping sets. */
export type Mapped<Seen extends Known, Mapping> = {
  [Key in keyof Mapping & string]: Variable<
    Key,
    Mapping[Key] extends Feel ? ResultOf<Mapping[Key]> : ReadingOf<Seen, Mapping[Key]>,
    true
  >;
}[keyof Mapping & string];

/** What a step sets: its results, or what its output mapping makes of them. */
export type Results<K extends Known, Given extends Variable, Mapping> = [keyof Mapping] extends [
  never,
]
  ? Given
  : Mapped<Merge<K, Given>, Mapping>;

/** The items of a list. */
export type ItemOf<List> = List extends readonly (infer Item)[] ? Item : never;
