/**
 * Contracts: what a service step takes and gives, told once and kept by both sides.
 *
 * The contract is data and schemas; the handler is registered apart (process-engine.ts) and checked
 * against it. What a handler is given and what it gives back are read through the schemas.
 */
import type { z } from 'zod';
import type { Variables } from './instance.ts';

/** A type of service step with its input and output. */
export interface ServiceContract<
  Type extends string = string,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  readonly type: Type;
  readonly input: Input;
  readonly output: Output;
}

/**
 * Declares a type of service step.
 *
 * @param type - what service tasks name it by
 * @example
 * const reserve = service('stock.reserve', {
 *   input: z.object({ sku: z.string() }),
 *   output: z.object({ ok: z.boolean() }),
 * });
 */
export function service<
  const Type extends string,
  Input extends z.ZodType,
  Output extends z.ZodType,
>(
  type: Type,
  schemas: { readonly input: Input; readonly output: Output },
): ServiceContract<Type, Input, Output> {
  return { type, ...schemas };
}

const BRAND = Symbol.for('kontor.bpm.business-error');

/** News for the process: thrown by a handler, caught by an error event, or an incident. */
export interface BusinessError extends Error {
  readonly code: string;
  readonly variables: Variables;
}

/**
 * An error of the business, not of the program: it is not tried again, and climbs to the error
 * event that catches its code. What a handler of the inside wrote before it threw one is committed
 * with it; before any other error, nothing is.
 *
 * @example
 * throw businessError('OUT_OF_STOCK', { sku });
 */
export function businessError(code: string, variables: Variables = {}): BusinessError {
  return Object.assign(new Error(`business error '${code}'`), {
    [BRAND]: true,
    code,
    variables: variables,
  });
}

/** Whether something thrown is news for the process; safe across copies of this package. */
export const isBusinessError = (error: unknown): error is BusinessError =>
  typeof error === 'object' && error !== null && BRAND in error;
