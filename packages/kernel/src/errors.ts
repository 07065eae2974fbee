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
  /** A number of days or minutes that is not whole, or not finite. */
  KERNEL_BAD_COUNT: { value: string; unit: 'days' | 'minutes' };
  /** A number that is no instant in milliseconds. */
  KERNEL_BAD_INSTANT: { value: string };
  /** A time zone that the runtime does not know. */
  KERNEL_UNKNOWN_ZONE: { zone: string };
  /** A calendar definition with faults: all of them, each with its path. */
  KERNEL_BAD_CALENDAR: { faults: readonly { path: string; message: string }[] };
  /** A calendar that never works. */
  KERNEL_CALENDAR_EMPTY: { first: string; last: string };
  /** A question beyond the days a calendar covers; `asked` is a day, or what was looked for. */
  KERNEL_CALENDAR_HORIZON: { asked: string; first: string; last: string };

  // The store.
  /** A collection declared in a way that not every store can hold; `path` is the part at fault. */
  KERNEL_BAD_COLLECTION: { collection: string; path: string; reason: string };
  /** A collection that was not given to `prepare`, or not with this index. */
  KERNEL_NOT_PREPARED: { collection: string; index?: string };
  /** A document that not every store could hold, or that its schema refuses. */
  KERNEL_REFUSED_DOCUMENT: { collection: string; path: string; reason: string };
  /** A range that does not fit its index. */
  KERNEL_BAD_RANGE: { collection: string; index?: string; reason: string };
  /** A batch that no store takes: too many writes, an id of the wrong form, an impossible increment. */
  KERNEL_BAD_BATCH: { reason: string; collection?: string; id?: string };
  /** Others kept changing what the work read; `reason` and the names say which check failed last. */
  KERNEL_CONFLICT: {
    tries: number;
    reason: string;
    collection?: string;
    id?: string;
    index?: string;
  };
  /** An id, or the values of a unique index, that another document has. */
  KERNEL_DUPLICATE: { collection: string; id?: string; index?: string };
  /** An increment of a document that is not there. */
  KERNEL_INCREMENT_ABSENT: { collection: string; id: string; field: string };
  /** An increment of a field that holds no integer string. */
  KERNEL_INCREMENT_FIELD: { collection: string; id: string; field: string };
  /** An increment whose result would leave its bounds. */
  KERNEL_INCREMENT_BOUND: { collection: string; id: string; field: string };
  /** A commit was sent and no answer came: it may or may not be done. */
  KERNEL_UNKNOWN_OUTCOME: { batch?: string };
  /** A store that was closed. */
  KERNEL_STORE_CLOSED: Record<string, never>;
  /** A `tx` used after its work has ended. */
  KERNEL_TRANSACTION_OVER: { method: string };
};

/** The kernel's error. Match it with `KernelError.is(error, code)`. */
export const KernelError = codedErrors<KernelErrorDetails>('KernelError', {
  KERNEL_BAD_DECIMAL: ({ value, path }) =>
    `'${value}' is not a finite decimal number${path === undefined ? '' : ` (at ${path})`}. ` +
    `Give a decimal string such as '12.5'.`,
  KERNEL_BAD_DAY: ({ value }) =>
    `'${value}' is not a day of the calendar. Give it as YYYY-MM-DD, for example 2026-03-02.`,
  KERNEL_BAD_COUNT: ({ value, unit }) =>
    `'${value}' is not a ${unit === 'days' ? 'whole' : 'finite'} number of ${unit}. Round it first.`,
  KERNEL_BAD_INSTANT: ({ value }) =>
    `'${value}' is not an instant. Give milliseconds since 1970-01-01T00:00Z, as Date.parse does.`,
  KERNEL_UNKNOWN_ZONE: ({ zone }) =>
    `The time zone '${zone}' is unknown here. Give an IANA name such as 'Europe/Berlin' or 'UTC'.`,
  KERNEL_BAD_CALENDAR: ({ faults }) =>
    `The calendar has ${faults.length} fault(s). Mend: ` +
    faults.map(({ path, message }) => `${path}: ${message}`).join('; '),
  KERNEL_CALENDAR_EMPTY: ({ first, last }) =>
    `The calendar has no working time from ${first} to ${last}. ` +
    `Give a weekday or an exception at least one shift.`,
  KERNEL_CALENDAR_HORIZON: ({ asked, first, last }) =>
    `The calendar covers ${first} to ${last}, and ${asked} lies beyond. ` +
    `Ask for less, widen first/last, or add working days.`,
  KERNEL_BAD_COLLECTION: ({ collection, path, reason }) =>
    `The collection '${collection}' cannot be declared so: ${path} ${reason}.`,
  KERNEL_NOT_PREPARED: ({ collection, index }) =>
    `The collection '${collection}' is not prepared${index === undefined ? '' : ` with index '${index}'`}. ` +
    `Call store.prepare([…]) with it first.`,
  KERNEL_REFUSED_DOCUMENT: ({ collection, path, reason }) =>
    `A document for '${collection}' is refused: ${path} ${reason}.`,
  KERNEL_BAD_RANGE: ({ collection, index, reason }) =>
    `A range of '${collection}'${index === undefined ? '' : ` by '${index}'`} is refused: ${reason}.`,
  KERNEL_BAD_BATCH: ({ reason, collection, id }) =>
    `A batch is refused${collection === undefined ? '' : ` (${[collection, id].filter(Boolean).join('/')})`}: ` +
    `${reason}.`,
  KERNEL_CONFLICT: ({ tries, reason, collection, id, index }) =>
    `Gave up after ${tries} tries: others kept changing what was read ` +
    `(${reason}${collection === undefined ? '' : ` on ${[collection, index, id].filter(Boolean).join('/')}`}). ` +
    `Run it again, read less, give more tries, or use increment for hot amounts.`,
  KERNEL_DUPLICATE: ({ collection, id, index }) =>
    index === undefined
      ? `'${collection}' already has a document '${id}'. Use put to replace it, or another id.`
      : `'${collection}' already has a document with these values of the unique index '${index}'` +
        `${id === undefined ? '' : ` (writing '${id}')`}. Change them, or change that document.`,
  KERNEL_INCREMENT_ABSENT: ({ collection, id, field }) =>
    `'${collection}' has no document '${id}' whose '${field}' could be incremented. Insert it first.`,
  KERNEL_INCREMENT_FIELD: ({ collection, id, field }) =>
    `'${field}' of '${collection}/${id}' holds no integer string, so it cannot be incremented. ` +
    `Store it as a string such as '0'.`,
  KERNEL_INCREMENT_BOUND: ({ collection, id, field }) =>
    `'${field}' of '${collection}/${id}' would leave its bounds. Ask for less, or widen min/max.`,
  KERNEL_UNKNOWN_OUTCOME: ({ batch }) =>
    `A commit${batch === undefined ? '' : ` '${batch}'`} was sent and no answer came. ` +
    `Send the same batch with the same id again, or ask store.outcome(id).`,
  KERNEL_STORE_CLOSED: () => 'The store is closed. Open another one, or close it later.',
  KERNEL_TRANSACTION_OVER: ({ method }) =>
    `tx.${method} was called after its work had ended. Await everything inside the work.`,
});

/** An error of the kernel, typed by its code. */
export type KernelError<Code extends keyof KernelErrorDetails = keyof KernelErrorDetails> =
  CodedError<KernelErrorDetails, Code>;
