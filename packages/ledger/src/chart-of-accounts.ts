/**
 * The chart of accounts, checked as a whole.
 *
 * Two passes: the shape of every row, so that one bad row does not hide the others, then the rules
 * between the rows. All faults come at once, each with its place and what to do about it.
 */
import { isoCurrencies } from '@kontor/kernel';
import { type Account, type AccountInput, type AccountRow, account } from './account.ts';
import { currencyTable, type OwnCurrency } from './currency-table.ts';
import { dayOfText } from './dates.ts';
import type { SetupIssue, SetupIssueCode } from './errors.ts';
import { readMinor } from './minor.ts';

/** What the accounts of a chart may refer to. */
export interface ChartTerms {
  /** The ids of the book's dimensions. */
  readonly dimensions?: readonly string[] | undefined;
  /** The book's own currencies and commodities, beside ISO 4217. */
  readonly currencies?: readonly OwnCurrency[] | undefined;
}

/** A chart without faults, or everything that is wrong with it. */
export type CheckedChart =
  | { readonly accounts: readonly Account[]; readonly issues: readonly [] }
  | { readonly accounts?: undefined; readonly issues: readonly SetupIssue[] };

/** A row with its place in what was given. */
interface Placed {
  readonly row: AccountRow;
  readonly at: number;
}

/** What the rules between rows look at, and where they report. */
interface Chart {
  readonly placed: readonly Placed[];
  readonly byId: ReadonlyMap<string, Placed>;
  /** Ids of rows whose shape is at fault, too: a reference to one of them is none. */
  readonly knownIds: ReadonlySet<string>;
  readonly dimensions: readonly string[];
  readonly currencies: readonly OwnCurrency[];
  report(code: SetupIssueCode, path: readonly (string | number)[], message: string): void;
}

/**
 * Checks a chart without throwing. Types are inherited from parents, codes and names from ids, and
 * an account with open items is monetary.
 *
 * Paths begin with `accounts`, then the row from 0. An account stands where its row stood.
 *
 * @example
 * checkChart([{ id: 'cash', type: 'asset', parent: 'assets' }]).issues
 * // => [{ code: 'UNKNOWN_ACCOUNT', path: ['accounts', 0, 'parent'], message: … }]
 */
export function checkChart(rows: readonly AccountInput[], terms: ChartTerms = {}): CheckedChart {
  const issues: SetupIssue[] = [];
  const chart = readRows(rows, terms, issues);
  duplicates(chart, 'id', ({ id }) => id);
  duplicates(chart, 'code', ({ id, code }) => code ?? id);
  unknownParents(chart);
  const inCycle = cycles(chart);
  const types = inheritTypes(chart, inCycle);
  for (const placed of chart.placed) {
    headerTerms(chart, placed);
    bounds(chart, placed);
    days(chart, placed);
    dimensionNames(chart, placed);
  }
  if (issues.length > 0) return { issues };
  return { accounts: chart.placed.map(({ row }) => finished(row, types)), issues: [] };
}

function readRows(rows: readonly unknown[], terms: ChartTerms, issues: SetupIssue[]): Chart {
  const placed: Placed[] = [];
  const byId = new Map<string, Placed>();
  const knownIds = new Set<string>();
  const report: Chart['report'] = (code, path, message) =>
    issues.push({ code, path: ['accounts', ...path], message });
  if (!Array.isArray(rows)) report('INVALID_VALUE', [], 'must be a list of accounts');
  const list: readonly unknown[] = Array.isArray(rows) ? rows : [];
  list.forEach((given, at) => {
    const id: unknown = (given as { readonly id?: unknown } | null | undefined)?.id;
    if (typeof id === 'string') knownIds.add(id);
    const parsed = account.safeParse(given);
    if (parsed.success) {
      const row = { row: parsed.data, at };
      placed.push(row);
      if (!byId.has(row.row.id)) byId.set(row.row.id, row);
    } else {
      for (const { path, message } of parsed.error.issues) {
        const place = path.map((part) => (typeof part === 'symbol' ? String(part) : part));
        report('INVALID_VALUE', [at, ...place], message);
      }
    }
  });
  const { dimensions = [], currencies = [] } = terms;
  return { placed, byId, knownIds, dimensions, currencies, report };
}

function duplicates(chart: Chart, field: 'id' | 'code', keyOf: (row: AccountRow) => string): void {
  const first = new Map<string, number>();
  for (const { row, at } of chart.placed) {
    const key = keyOf(row);
    const before = first.get(key);
    if (before === undefined) first.set(key, at);
    else {
      const message = `${field} '${key}' is also that of row ${before}: give each account its own`;
      chart.report('DUPLICATE_KEY', [at, field], message);
    }
  }
}

function unknownParents({ placed, knownIds, report }: Chart): void {
  for (const { row, at } of placed) {
    if (row.parent === undefined || knownIds.has(row.parent)) continue;
    const message = `there is no account '${row.parent}': add it, or correct the parent`;
    report('UNKNOWN_ACCOUNT', [at, 'parent'], message);
  }
}

/** Reports every circle once, at its first row, and gives back all accounts that hang in one. */
function cycles({ placed, byId, report }: Chart): ReadonlySet<string> {
  const done = new Set<string>();
  const inCycle = new Set<string>();
  for (const start of placed) {
    const way = new Set<string>();
    let at: Placed | undefined = start;
    while (at !== undefined && !done.has(at.row.id) && !way.has(at.row.id)) {
      way.add(at.row.id);
      at = at.row.parent === undefined ? undefined : byId.get(at.row.parent);
    }
    const round = at === undefined || !way.has(at.row.id) ? [] : roundFrom([...way], at, byId);
    if (round.length > 0) {
      const circle = [...round, round[0]!].map((id) => `'${id}'`).join(' is under ');
      const message = `${circle}: take one of these parents out`;
      report('ACCOUNT_CYCLE', [byId.get(round[0]!)!.at, 'parent'], message);
    }
    const hangs = round.length > 0 || (at !== undefined && inCycle.has(at.row.id));
    for (const id of way) {
      done.add(id);
      if (hangs) inCycle.add(id);
    }
  }
  return inCycle;
}

/** The circle that the way came to, from the row of it that was given first. */
function roundFrom(way: readonly string[], { row }: Placed, byId: Chart['byId']): string[] {
  const round = way.slice(way.indexOf(row.id));
  const rows = round.map((id) => byId.get(id)!.at);
  const first = rows.indexOf(Math.min(...rows));
  return [...round.slice(first), ...round.slice(0, first)];
}

/** The type of every account that has one, by id. */
function inheritTypes(chart: Chart, inCycle: ReadonlySet<string>): Map<string, Account['type']> {
  const types = new Map<string, Account['type']>();
  for (const { row, at } of chart.placed) {
    if (inCycle.has(row.id)) continue;
    const above = inheritedType(chart, row);
    const type = row.type ?? above;
    if (type !== undefined) types.set(row.id, type);
    else if (row.parent === undefined) {
      const message = `'${row.id}' has no type, and no parent to have it from: give one`;
      chart.report('INVALID_VALUE', [at, 'type'], message);
    }
    if (row.type === undefined || above === undefined || row.type === above) continue;
    const message = `'${row.id}' is ${row.type} under '${row.parent}', which is ${above}`;
    chart.report('TYPE_DIFFERS', [at, 'type'], `${message}: leave the type out, or move it`);
  }
  return types;
}

/** The type of the nearest account above that names one. */
function inheritedType({ byId }: Chart, row: AccountRow): Account['type'] | undefined {
  let above = row.parent === undefined ? undefined : byId.get(row.parent);
  while (above !== undefined && above.row.type === undefined) {
    above = above.row.parent === undefined ? undefined : byId.get(above.row.parent);
  }
  return above?.row.type;
}

/** A header takes no lines, so nothing that is said of lines can be meant. */
function headerTerms({ report }: Chart, { row, at }: Placed): void {
  if (!row.header) return;
  const stated = {
    currency: row.currency !== undefined,
    floor: row.floor !== undefined,
    ceiling: row.ceiling !== undefined,
    monetary: row.monetary === true,
    openItems: row.openItems,
    trading: row.trading,
    cashFlow: row.cashFlow !== undefined,
    requiredDimensions: row.requiredDimensions.length > 0,
    forbiddenDimensions: row.forbiddenDimensions.length > 0,
  };
  for (const [field, isStated] of Object.entries(stated)) {
    if (!isStated) continue;
    const message = `'${row.id}' is a header and takes no lines: put this on the accounts below it`;
    report('INVALID_VALUE', [at, field], message);
  }
}

/** The most decimals that the code ever had: the book's own, else those of ISO 4217. */
function exponentOf({ currencies }: Chart, code: string): number | undefined {
  const own = currencies.filter((row) => row.code === code);
  const stretches = own.length > 0 ? own : currencyTable().stretchesOf(code);
  return stretches.length === 0 ? undefined : Math.max(...stretches.map((row) => row.exponent));
}

function bounds(chart: Chart, { row, at }: Placed): void {
  const exponent = row.currency === undefined ? undefined : exponentOf(chart, row.currency);
  if (row.currency !== undefined && exponent === undefined) {
    chart.report('UNKNOWN_CURRENCY', [at, 'currency'], unknownCurrency(row.currency));
  }
  const values = (['floor', 'ceiling'] as const).map((field) => {
    const text = row[field];
    if (text === undefined) return undefined;
    // Without a fixed currency the bound holds in every one; 18 decimals are the most there are.
    const minor = readMinor(text, exponent ?? 18);
    if (typeof minor !== 'string') return minor;
    const unit = row.currency === undefined ? 'as a decimal' : `in ${row.currency}`;
    chart.report('BAD_AMOUNT', [at, field], `'${text}' is no amount: give one ${unit}`);
    return undefined;
  });
  const [floor, ceiling] = values;
  if (floor === undefined || ceiling === undefined || floor <= ceiling) return;
  const message = `the floor ${row.floor} lies above the ceiling ${row.ceiling}: exchange them`;
  chart.report('BAD_AMOUNT', [at, 'floor'], message);
}

function unknownCurrency(code: string): string {
  const isListed = isoCurrencies().some((row) => row.code === code);
  return isListed
    ? `ISO 4217 gives ${code} no minor unit: define it as a commodity, with its decimals`
    : `'${code}' is in neither ISO 4217 nor commodities: define it there`;
}

function days({ report }: Chart, { row, at }: Placed): void {
  const [openFrom, closedOn] = (['openFrom', 'closedOn'] as const).map((field) => {
    const text = row[field];
    const day = text === undefined ? undefined : dayOfText(text);
    if (text !== undefined && day === undefined) {
      report('BAD_DAY', [at, field], `'${text}' is no day: give YYYY-MM-DD`);
    }
    return day;
  });
  if (openFrom === undefined || closedOn === undefined || openFrom < closedOn) return;
  const message = `'${row.id}' closes on ${row.closedOn}, before it opens: closedOn must be later`;
  report('BAD_PERIOD', [at, 'closedOn'], message);
}

function dimensionNames({ dimensions, report }: Chart, { row, at }: Placed): void {
  for (const field of ['requiredDimensions', 'forbiddenDimensions'] as const) {
    row[field].forEach((name, index) => {
      if (dimensions.includes(name)) return;
      const message = `there is no dimension '${name}': add it to dimensions, or correct it`;
      report('UNKNOWN_DIMENSION', [at, field, index], message);
    });
  }
  row.forbiddenDimensions.forEach((name, index) => {
    if (!row.requiredDimensions.includes(name)) return;
    const message = `'${name}' is required and forbidden: take it out of one of the two`;
    report('INVALID_VALUE', [at, 'forbiddenDimensions', index], message);
  });
}

function finished(row: AccountRow, types: ReadonlyMap<string, Account['type']>): Account {
  const { id, code = id, name = code } = row;
  // `{ ...row, code, name, … }`, which would give each account a hidden class of its own: V8 would
  // make it five times as slowly, and read it so.
  return {
    id,
    code,
    name,
    names: row.names,
    type: types.get(id)!,
    parent: row.parent,
    header: row.header,
    currency: row.currency,
    monetary: row.monetary ?? row.openItems,
    openItems: row.openItems,
    trading: row.trading,
    cashFlow: row.cashFlow,
    floor: row.floor,
    ceiling: row.ceiling,
    openFrom: row.openFrom,
    closedOn: row.closedOn,
    requiredDimensions: row.requiredDimensions,
    forbiddenDimensions: row.forbiddenDimensions,
  };
}
