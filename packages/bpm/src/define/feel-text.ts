/**
 * Words of the authoring API that are no element: texts of FEEL, the default branch, this scope.
 *
 * A text of FEEL is a plain string when it runs. To the compiler it is not: where the name of a
 * variable is wanted, a string that is none is refused, and `feel('…')` says that an expression is
 * meant.
 */

declare const RESULT: unique symbol;

/** The text of an expression whose value is a `Value`; `never`: its author has not said. */
export type Feel<Value = unknown> = string & { readonly [RESULT]: () => Value };

/**
 * Says that a text is an expression in the language of the process, and what it gives if you like.
 *
 * @example
 * feel<number>('total * 1.22') // => 'total * 1.22'
 */
export const feel = <Value = never>(text: string): Feel<Value> => text as Feel<Value>;

/** What an expression gives: unknown where its author has not said. */
export type ResultOf<Text> =
  Text extends Feel<infer Value> ? ([Value] extends [never] ? unknown : Value) : never;

/**
 * The branch that is taken when no condition of the others holds.
 *
 * @example
 * path.exclusive('ok?', { yes: feel('ok'), no: otherwise }, { no: (p) => p.end('sold out') });
 */
export const otherwise: unique symbol = Symbol('otherwise');

/**
 * The process or sub-process itself, where an activity could be named: `onMessage(thisScope, …)`
 * adds an event sub-process instead of a boundary event.
 *
 * @example
 * path.onMessage(thisScope, 'cancelled', (p) => p.user('call the customer'));
 */
export const thisScope: unique symbol = Symbol('this scope');

/** The type of `thisScope`. */
export type ThisScope = typeof thisScope;
