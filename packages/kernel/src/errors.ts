/**
 * What can go wrong in the kernel, by code. The details name the thing at fault, the message the remedy.
 */
import { codedErrors, type CodedError } from './coded-error.ts';

/** The kernel's codes and what each one carries. */
export type KernelErrorDetails = {
  /** Text or a number that is no finite decimal. */
  KERNEL_BAD_DECIMAL: { value: string; path?: string };
  /** Text that is no calendar day `YYYY-MM-DD`. */
  KERNEL_BAD_DAY: { value: string };
};

/** The kernel's error. Match it with `KernelError.is(error, code)`. */
export const KernelError = codedErrors<KernelErrorDetails>('KernelError', {
  KERNEL_BAD_DECIMAL: ({ value, path }) =>
    `'${value}' is not a finite decimal number${path === undefined ? '' : ` (at ${path})`}. ` +
    `Give a decimal string such as '12.5'.`,
  KERNEL_BAD_DAY: ({ value }) =>
    `'${value}' is not a day of the calendar. Give it as YYYY-MM-DD, for example 2026-03-02.`,
});

/** An error of the kernel, typed by its code. */
export type KernelError<Code extends keyof KernelErrorDetails = keyof KernelErrorDetails> =
  CodedError<KernelErrorDetails, Code>;
