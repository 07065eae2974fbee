/**
 * What can go wrong in the kernel, by code. The details name the thing at fault, the message the
 * remedy.
 */
import { codedErrors, type CodedError } from './coded-error.ts';

/** A fault of a table of tax codes, or of a document that is to be taxed. */
export interface TaxIssue {
  readonly code: TaxIssueCode;
  /** From the root of what was given: `['taxCodes', 12, 'rate']`; rows count from 0. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** The kinds of fault that taxes can have. */
export type TaxIssueCode =
  /** A value of the wrong type or shape, or an unknown field. */
  | 'INVALID_VALUE'
  | 'DUPLICATE_KEY'
  | 'UNKNOWN_CURRENCY'
  | 'UNKNOWN_TAX_CODE'
  | 'BAD_DAY'
  | 'BAD_AMOUNT'
  /** Validities that overlap, or end before they begin. */
  | 'BAD_PERIOD';

/** The kernel's codes and what each one carries. */
export type KernelErrorDetails = {
  /** Text or a number that is no finite decimal. */
  KERNEL_BAD_DECIMAL: { value: string; path?: string | undefined };
  /** A division by zero, or a fraction with a zero below the line. */
  KERNEL_DIVISION_BY_ZERO: { value: string; path?: string | undefined };
  /** A rounding mode that there is not. */
  KERNEL_BAD_ROUNDING: { mode: string };
  /** Decimals (a scale, an exponent) that are no whole number from 0 to `most`. */
  KERNEL_BAD_SCALE: { value: string; most: number };
  /** A number of an array of scaled numbers that is not whole, or passes 2^53. */
  KERNEL_NOT_SCALED: { value: string; index?: number | undefined };
  /** A quantity finer than its step 10^-decimals. */
  KERNEL_QUANTITY_TOO_PRECISE: { value: string; decimals: number; path?: string | undefined };
  /** A quantity of 2^53 steps or more. */
  KERNEL_QUANTITY_TOO_LARGE: { value: string; decimals: number; path?: string | undefined };
  /** Units that no conversion links. */
  KERNEL_UNIT_MISMATCH: { from: string; to: string; item?: string | undefined };
  /** Conversions that give two factors between the same units; `loop` names the way round. */
  KERNEL_UNIT_CONTRADICTION: {
    loop: readonly string[];
    factor: string;
    expected: string;
    item?: string | undefined;
  };
  /** Something that is no conversion, by its place in the list; without: no list. */
  KERNEL_UNIT_ROW: { index?: number | undefined; reason: string };
  /** A conversion whose factor is not above zero. */
  KERNEL_UNIT_FACTOR: { unit: string; of: string; factor: string; item?: string | undefined };
  /** A currency code that is neither in ISO 4217 nor among the given definitions. */
  KERNEL_UNKNOWN_CURRENCY: { code: string };
  /** A code of ISO 4217 that has no minor unit (gold, SDR, tests): it needs a definition. */
  KERNEL_NO_MINOR_UNIT: { code: string };
  /** A currency definition with a bad code or exponent. */
  KERNEL_BAD_CURRENCY: { code: string; reason: string };
  /** Two amounts of different currencies where one currency is needed. */
  KERNEL_CURRENCY_MISMATCH: { left: string; right: string };
  /** An amount with more decimals than its currency has. */
  KERNEL_MONEY_TOO_PRECISE: {
    value: string;
    currency: string;
    exponent: number;
    path?: string | undefined;
  };
  /** Data that is not money as JSON: `{ "amount": "12.34", "currency": "EUR" }`. */
  KERNEL_BAD_MONEY: { path: string; reason: string };
  /** A document to be taxed, or a table of tax codes, with faults: all of them. */
  KERNEL_INVALID_TAX: { issues: readonly TaxIssue[] };
  /** Weights that cannot share out a total. */
  KERNEL_BAD_WEIGHTS: { reason: string; index?: number | undefined };
  /** An event envelope with faults: all of them, each with its path. */
  KERNEL_BAD_EVENT: { faults: readonly { path: string; message: string }[] };
  /** Text that is no calendar day `YYYY-MM-DD`. */
  KERNEL_BAD_DAY: { value: string };
  /** A number of days, minutes, periods or numbers that cannot count them. */
  KERNEL_BAD_COUNT: { value: string; unit: 'days' | 'minutes' | 'periods' | 'numbers' };
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
  /** A pause that ends before it begins; `index` counts from 0. */
  KERNEL_BAD_PAUSE: { index: number; from: string; to: string };
  /** A fiscal calendar's definition with faults: all of them, each with its path. */
  KERNEL_BAD_FISCAL_CALENDAR: { faults: readonly { path: string; message: string }[] };
  /** An id, or a number, that names no period of the fiscal calendar. */
  KERNEL_UNKNOWN_PERIOD: { period: string; reason: string };

  // The store.
  /** A collection declared in a way that not every store can hold; `path` is the part at fault. */
  KERNEL_BAD_COLLECTION: { collection: string; path: string; reason: string };
  /** A collection that was not given to `prepare`, or not with this index. */
  KERNEL_NOT_PREPARED: { collection: string; index?: string };
  /** A document that not every store could hold, or that its schema refuses. */
  KERNEL_REFUSED_DOCUMENT: { collection: string; path: string; reason: string };
  /** A range that does not fit its index. */
  KERNEL_BAD_RANGE: { collection: string; index?: string; reason: string };
  /**
   * A batch that no store takes: too many writes, an id of the wrong form, an impossible increment.
   */
  KERNEL_BAD_BATCH: { reason: string; collection?: string; id?: string };
  /**
   * Others kept changing what the work read; `reason` and the names say which check failed last.
   */
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
  /** A table that is there already and is not what the collection needs. */
  KERNEL_STORE_SCHEMA: { table: string; problem: string };
  /** The database failed or could not be reached; nothing was done. `reason` is its own message. */
  KERNEL_STORE_FAILED: { store: 'sqlite' | 'postgres'; operation: string; reason: string };
  /** The user's own connection has a transaction open that ours cannot live in. */
  KERNEL_OPEN_TRANSACTION: { reason: string };
  /** A store that could not be reached; nothing was done. */
  KERNEL_UNAVAILABLE: { reason?: string };
  /** A store that was closed. */
  KERNEL_STORE_CLOSED: Record<string, never>;
  /** A `tx` used after its work has ended. */
  KERNEL_TRANSACTION_OVER: { method: string };
};

const at = (path: string | undefined): string => (path === undefined ? '' : ` (at ${path})`);
const of = (item: string | undefined): string => (item === undefined ? '' : ` of item '${item}'`);

/** A clause of a message, said when its part is known. */
const when = (part: string | undefined, clause: string): string =>
  part === undefined ? '' : clause;

/** The names that are known, from the collection inwards. */
const placeOf = (...names: readonly (string | undefined)[]): string =>
  names.filter((name) => name !== undefined).join('/');

/** The kernel's error. Match it with `KernelError.is(error, code)`. */
export const KernelError = codedErrors<KernelErrorDetails>('KernelError', {
  KERNEL_BAD_DECIMAL: ({ value, path }) =>
    `'${value}' is not a finite decimal number${at(path)}. ` +
    `Give a decimal string such as '12.5'.`,
  KERNEL_DIVISION_BY_ZERO: ({ value, path }) =>
    `'${value}'${at(path)} divides by zero. Give a divisor other than zero.`,
  KERNEL_BAD_ROUNDING: ({ mode }) =>
    `'${mode}' is no rounding mode. ` +
    `Name one of halfEven, halfUp, halfDown, up, down, ceiling, floor.`,
  KERNEL_BAD_SCALE: ({ value, most }) =>
    `'${value}' is no number of decimals. Give a whole number from 0 to ${most}.`,
  KERNEL_NOT_SCALED: ({ value, index }) =>
    `${value}${index === undefined ? '' : ` (at index ${index})`} is not a whole number of steps ` +
    `within 2^53. Scale it first, with parseQuantity.`,
  KERNEL_QUANTITY_TOO_PRECISE: ({ value, decimals, path }) =>
    `The quantity ${value}${at(path)} is finer than its step of 10^-${decimals}. ` +
    `Round it by a named mode, or give the item more decimals.`,
  KERNEL_QUANTITY_TOO_LARGE: ({ value, decimals, path }) =>
    `The quantity ${value}${at(path)} passes 2^53 steps of 10^-${decimals}. ` +
    `Give the item fewer decimals or a larger unit.`,
  KERNEL_UNIT_MISMATCH: ({ from, to, item }) =>
    `No conversion leads from '${from}' to '${to}'${of(item)}. Add one, or use one unit.`,
  KERNEL_UNIT_CONTRADICTION: ({ loop, factor, expected, item }) =>
    `The conversions ${loop.join(' → ')}${of(item)} contradict: one way gives ${expected}, ` +
    `the other ${factor}. Correct one of them, or give the item its own for each step.`,
  KERNEL_UNIT_ROW: ({ index, reason }) =>
    `The conversions cannot be read: ${index === undefined ? 'they are' : `row ${index} is`} ` +
    `${reason}. Give rows such as { unit: 'box', of: 'each', factor: '12' }.`,
  KERNEL_UNIT_FACTOR: ({ unit, of: base, factor, item }) =>
    `The conversion of '${unit}' to '${base}'${of(item)} has the factor ${factor}. ` +
    `Give one above zero.`,
  KERNEL_UNKNOWN_CURRENCY: ({ code }) =>
    `'${code}' is no currency of ISO 4217. Correct the code, or pass your own from defineCurrency.`,
  KERNEL_NO_MINOR_UNIT: ({ code }) =>
    `ISO 4217 gives '${code}' no minor unit. Pass your own definition with an exponent.`,
  KERNEL_BAD_CURRENCY: ({ code, reason }) =>
    `The currency '${code}' cannot be defined so: ${reason}.`,
  KERNEL_CURRENCY_MISMATCH: ({ left, right }) =>
    `${left} and ${right} are different currencies. Convert one of them first, at a rate.`,
  KERNEL_MONEY_TOO_PRECISE: ({ value, currency, exponent, path }) =>
    `${value}${at(path)} has more decimals than ${currency}, which has ${exponent}. ` +
    `Correct it, or name a rounding mode.`,
  KERNEL_BAD_MONEY: ({ path, reason }) =>
    `This is not money as JSON: ${path} ${reason}. Give { "amount": "12.34", "currency": "EUR" }.`,
  KERNEL_INVALID_TAX: ({ issues }) =>
    `The tax has ${issues.length} fault(s). Mend: ` +
    issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
  KERNEL_BAD_WEIGHTS: ({ reason, index }) =>
    `The total cannot be shared out: ${index === undefined ? '' : `weight ${index} `}${reason}.`,
  KERNEL_BAD_EVENT: ({ faults }) =>
    `The event has ${faults.length} fault(s). Mend: ` +
    faults.map(({ path, message }) => `${path}: ${message}`).join('; '),
  KERNEL_BAD_DAY: ({ value }) =>
    `'${value}' is not a day of the calendar. Give it as YYYY-MM-DD, for example 2026-03-02.`,
  KERNEL_BAD_COUNT: ({ value, unit }) =>
    unit === 'minutes'
      ? `'${value}' is no number of minutes to wait. Give a finite one, not below 0 for a target.`
      : `'${value}' is not a whole number of ${unit}. Round it first.`,
  KERNEL_BAD_INSTANT: ({ value }) =>
    `'${value}' is not an instant. Give milliseconds since 1970-01-01T00:00Z, as Date.parse does.`,
  KERNEL_UNKNOWN_ZONE: ({ zone }) =>
    `The time zone '${zone}' is unknown here. Give an IANA name such as 'Europe/Berlin' or 'UTC'.`,
  KERNEL_BAD_CALENDAR: ({ faults }) =>
    `The calendar has ${faults.length} fault(s). Mend: ` +
    faults.map(({ path, message }) => `${path || 'definition'}: ${message}`).join('; '),
  KERNEL_CALENDAR_EMPTY: ({ first, last }) =>
    `The calendar has no working time from ${first} to ${last}. ` +
    `Give a weekday or an exception at least one shift.`,
  KERNEL_CALENDAR_HORIZON: ({ asked, first, last }) =>
    `The calendar covers ${first} to ${last}, and ${asked} lies beyond. ` +
    `Ask for less, widen first/last, or add working days.`,
  KERNEL_BAD_PAUSE: ({ index, from, to }) =>
    `Pause ${index} goes from ${from} to ${to}. Let it end after it begins, or leave its end out.`,
  KERNEL_BAD_FISCAL_CALENDAR: ({ faults }) =>
    `The fiscal calendar has ${faults.length} fault(s). Mend: ` +
    faults.map(({ path, message }) => `${path || 'definition'}: ${message}`).join('; '),
  KERNEL_UNKNOWN_PERIOD: ({ period, reason }) =>
    `'${period}' is no period of this fiscal calendar: ${reason}. ` +
    `Ids are 2026, 2026-Q1, 2026-P03 and, with weeks, 2026-W53.`,
  KERNEL_BAD_COLLECTION: ({ collection, path, reason }) =>
    `The collection '${collection}' cannot be declared so: ${path} ${reason}.`,
  KERNEL_NOT_PREPARED: ({ collection, index }) =>
    `The collection '${collection}' is not prepared${when(index, ` with index '${index}'`)}. ` +
    `Call store.prepare([…]) with it first.`,
  KERNEL_REFUSED_DOCUMENT: ({ collection, path, reason }) =>
    `A document for '${collection}' is refused: ${path} ${reason}.`,
  KERNEL_BAD_RANGE: ({ collection, index, reason }) =>
    `A range of '${collection}'${when(index, ` by '${index}'`)} is refused: ${reason}.`,
  KERNEL_BAD_BATCH: ({ reason, collection, id }) =>
    `A batch is refused${when(collection, ` (${placeOf(collection, id)})`)}: ${reason}.`,
  KERNEL_CONFLICT: ({ tries, reason, collection, id, index }) =>
    `Gave up after ${tries} tries: others kept changing what was read ` +
    `(${reason}${when(collection, ` on ${placeOf(collection, index, id)}`)}). ` +
    `Run it again, read less, give more tries, or use increment for hot amounts.`,
  KERNEL_DUPLICATE: ({ collection, id, index }) =>
    index === undefined
      ? `'${collection}' already has a document '${id}'. Use put to replace it, or another id.`
      : `'${collection}' already has a document with these values of the unique index '${index}'` +
        `${when(id, ` (writing '${id}')`)}. Change them, or change that document.`,
  KERNEL_INCREMENT_ABSENT: ({ collection, id, field }) =>
    `'${collection}' has no document '${id}' whose '${field}' could be incremented. ` +
    `Insert it first.`,
  KERNEL_INCREMENT_FIELD: ({ collection, id, field }) =>
    `'${field}' of '${collection}/${id}' holds no integer string, so it cannot be incremented. ` +
    `Store it as a string such as '0'.`,
  KERNEL_INCREMENT_BOUND: ({ collection, id, field }) =>
    `'${field}' of '${collection}/${id}' would leave its bounds. Ask for less, or widen min/max.`,
  KERNEL_UNKNOWN_OUTCOME: ({ batch }) =>
    `A commit${when(batch, ` '${batch}'`)} was sent and no answer came. ` +
    `Send the same batch with the same id again, or ask store.outcome(id).`,
  KERNEL_STORE_SCHEMA: ({ table, problem }) =>
    `The table '${table}' does not fit its collection: ${problem}. ` +
    `Rename or migrate it by hand, or give the collection another name.`,
  KERNEL_STORE_FAILED: ({ store, operation, reason }) =>
    `The ${store} store could not ${operation}, and nothing was done: ${reason}. ` +
    `Mend the database or the connection, then try again.`,
  KERNEL_OPEN_TRANSACTION: ({ reason }) => `${reason}.`,
  KERNEL_UNAVAILABLE: ({ reason }) =>
    `The store could not be reached${when(reason, ` (${reason})`)}; nothing was done. ` +
    `Try again when it is back.`,
  KERNEL_STORE_CLOSED: () => 'The store is closed. Open another one, or close it later.',
  KERNEL_TRANSACTION_OVER: ({ method }) =>
    `tx.${method} was called after its work had ended. Await everything inside the work.`,
});

/** An error of the kernel, typed by its code. */
export type KernelError<Code extends keyof KernelErrorDetails = keyof KernelErrorDetails> =
  CodedError<KernelErrorDetails, Code>;
