/**
 * The pricing of an order, the long way: every figure a fraction, one line after the other, nothing
 * of the engine's own figuring. What is left of each line is a whole number of cents.
 */

/** A fraction; the lower part is above 0. */
export type Fraction = readonly [bigint, bigint];

/** A line, in cents; the rate is a whole percentage. */
export interface SlowLine {
  readonly kind: 'item' | 'shipping';
  readonly product: string;
  readonly quantity: bigint;
  readonly price: bigint;
  /** In percent, off the unit price. */
  readonly discount: bigint;
  readonly rate: bigint;
}

/** A promotion; amounts in cents. */
export type SlowAction =
  | {
      readonly kind: 'percent' | 'amount';
      readonly of: 'items' | 'lines' | 'order' | 'shipping';
      readonly value: bigint;
      readonly product?: string | undefined;
      readonly cap?: { readonly amount: bigint; readonly taxMode: 'net' | 'gross' } | undefined;
    }
  | { readonly kind: 'orderPrice'; readonly value: bigint }
  | {
      readonly kind: 'buyGet';
      readonly mode: 'extra' | 'included';
      readonly buy: bigint;
      readonly get: bigint;
      readonly product: string;
      readonly given: string;
    };

/** What must hold; amounts in cents. */
export type SlowCondition =
  | {
      readonly kind: 'amount';
      readonly of: 'items' | 'shipping' | 'all';
      readonly atLeast: bigint;
      readonly taxMode: 'net' | 'gross';
    }
  | { readonly kind: 'quantity'; readonly atLeast: bigint; readonly isTogether: boolean };

/** An order. */
export interface SlowOrder {
  readonly prices: 'net' | 'gross';
  readonly stacking: 'exclusive-best' | 'sequential' | 'additive';
  readonly lines: readonly SlowLine[];
  readonly promotions: readonly {
    readonly when?: SlowCondition | undefined;
    readonly does: SlowAction;
  }[];
}

interface Running {
  readonly line: SlowLine;
  readonly start: Fraction;
  price: Fraction;
  paid: bigint;
  free: bigint;
  /** Cents by the unit price. */
  amount: bigint;
  /** Cents less what was taken off the whole. */
  left: bigint;
  isShared: boolean;
}

const of = (whole: bigint): Fraction => [whole, 1n];
const times = (a: Fraction, b: Fraction): Fraction => [a[0] * b[0], a[1] * b[1]];
const minus = (a: Fraction, b: Fraction): Fraction => [a[0] * b[1] - b[0] * a[1], a[1] * b[1]];
const percent = (value: bigint): Fraction => [value, 100n];

/** Half away from zero. */
function cents([above, below]: Fraction): bigint {
  if (above < 0n) return -cents([-above, below]);
  return (2n * above + below) / (2n * below);
}

/** Cents that are left of each line, the units that are free, and what each promotion was worth. */
export function slowPricing(order: SlowOrder): {
  readonly left: bigint[];
  readonly free: bigint[];
  readonly worth: (bigint | undefined)[];
} {
  const fresh = (): Running[] => order.lines.map(opened);
  let lines = fresh();
  const worth: (bigint | undefined)[] = order.promotions.map(() => undefined);
  if (order.stacking === 'exclusive-best') {
    let best = -1;
    order.promotions.forEach(({ when, does }, at) => {
      const tried = fresh();
      if (!isMet(order, tried, when)) return;
      const minor = apply(order, tried, does, false);
      if (best !== -1 && minor <= worth[best]!) return;
      if (best !== -1) worth[best] = undefined;
      best = at;
      worth[at] = minor;
      lines = tried;
    });
  } else {
    order.promotions.forEach(({ when, does }, at) => {
      if (isMet(order, lines, when)) {
        worth[at] = apply(order, lines, does, order.stacking === 'additive');
      }
    });
  }
  return { left: lines.map(({ left }) => left), free: lines.map(({ free }) => free), worth };
}

function opened(line: SlowLine): Running {
  const price = times(of(line.price), percent(100n - line.discount));
  const amount = cents(times(price, of(line.quantity)));
  return {
    line,
    start: price,
    price,
    paid: line.quantity,
    free: 0n,
    amount,
    left: amount,
    isShared: false,
  };
}

const items = (lines: Running[]): Running[] => lines.filter(({ line }) => line.kind === 'item');
const shipping = (lines: Running[]): Running[] =>
  lines.filter(({ line }) => line.kind === 'shipping');
const sum = (values: readonly bigint[]): bigint => values.reduce((all, value) => all + value, 0n);

/** What lines are worth by a tax mode. */
function worthOf(prices: string, lines: readonly Running[], taxMode: string): Fraction {
  return lines.reduce<Fraction>((all, { left, line: { rate } }) => {
    const part: Fraction =
      prices === taxMode
        ? of(left)
        : taxMode === 'net'
          ? [left * 100n, 100n + rate]
          : [left * (100n + rate), 100n];
    return [all[0] * part[1] + part[0] * all[1], all[1] * part[1]];
  }, of(0n));
}

function isMet({ prices }: SlowOrder, lines: Running[], when: SlowCondition | undefined): boolean {
  if (when === undefined) return true;
  if (when.kind === 'quantity') {
    const counts = items(lines).map(({ paid }) => paid);
    return when.isTogether
      ? sum(counts) >= when.atLeast
      : counts.some((count) => count >= when.atLeast);
  }
  const some =
    when.of === 'items' ? items(lines) : when.of === 'shipping' ? shipping(lines) : lines;
  const [above, below] = worthOf(prices, some, when.taxMode);
  return above >= when.atLeast * below;
}

/** Writes a promotion into the lines; what it took off. */
function apply(order: SlowOrder, lines: Running[], does: SlowAction, isOfList: boolean): bigint {
  const before = sum(lines.map(({ left }) => left));
  if (does.kind === 'orderPrice') {
    const some = items(lines);
    shareOut(some, sum(some.map(({ left }) => left)) - does.value);
  } else if (does.kind === 'buyGet') {
    for (const line of items(lines))
      if (line.line.product === does.product) buyGet(lines, line, does);
  } else {
    takeOff(order, lines, does, isOfList);
  }
  return before - sum(lines.map(({ left }) => left));
}

function takeOff(
  order: SlowOrder,
  lines: Running[],
  does: Extract<SlowAction, { kind: 'percent' | 'amount' }>,
  isOfList: boolean,
): void {
  const { kind, value, product, cap } = does;
  const some =
    does.of === 'shipping'
      ? shipping(lines)
      : items(lines).filter(({ line }) => product === undefined || line.product === product);
  const ofLine = (line: Running): bigint => {
    if (kind === 'amount') return does.of === 'lines' ? value : value * line.paid;
    if (!isOfList && line.isShared) return cents(times(of(line.left), percent(value)));
    const unit = isOfList ? line.start : line.price;
    return cents(times(times(unit, percent(value)), of(line.paid)));
  };
  const most = cap === undefined ? undefined : capOf(order.prices, some, cap);
  if (does.of === 'order' || does.of === 'shipping') {
    const base = isOfList
      ? sum(some.map(({ start, paid }) => cents(times(start, of(paid)))))
      : sum(some.map(({ left }) => left));
    const wanted = kind === 'amount' ? value : cents(times(of(base), percent(value)));
    shareOut(some, most !== undefined && most < wanted ? most : wanted);
    return;
  }
  if (most !== undefined && most < sum(some.map(ofLine))) {
    shareOut(some, most);
    return;
  }
  for (const line of some) {
    if (does.of === 'lines' || line.isShared) shareOut([line], ofLine(line));
    else {
      const off =
        kind === 'amount' ? of(value) : times(isOfList ? line.start : line.price, percent(value));
      const price = minus(line.price, off);
      settle(line, price[0] < 0n ? of(0n) : price);
    }
  }
}

function capOf(
  prices: string,
  lines: readonly Running[],
  cap: { readonly amount: bigint; readonly taxMode: 'net' | 'gross' },
): bigint {
  if (cap.taxMode === prices) return cap.amount;
  const [above, below] = worthOf(prices, lines, cap.taxMode);
  if (above === 0n) return cap.amount;
  return cents([cap.amount * sum(lines.map(({ left }) => left)) * below, above]);
}

function buyGet(
  lines: Running[],
  line: Running,
  { mode, buy, get, product, given }: Extract<SlowAction, { kind: 'buyGet' }>,
): void {
  if (given === product) {
    const rest = (line.paid % (buy + get)) - buy;
    const free =
      mode === 'extra'
        ? (line.paid / buy) * get
        : (line.paid / (buy + get)) * get + (rest > 0n ? rest : 0n);
    give(line, free, mode);
    return;
  }
  const other = items(lines).find((one) => one.line.product === given);
  if (other === undefined) return;
  const free = (line.paid / buy) * get;
  give(other, mode === 'included' && free > other.paid ? other.paid : free, mode);
}

function give(line: Running, free: bigint, mode: 'extra' | 'included'): void {
  line.free += free;
  if (mode === 'included') line.paid -= free;
  settle(line, line.price);
}

/** A line at a unit price; what was taken off the whole shrinks with it. */
function settle(line: Running, price: Fraction): void {
  line.price = price;
  const amount = cents(times(price, of(line.paid)));
  if (!line.isShared) line.left = amount;
  else if (line.amount !== 0n) line.left = cents([line.left * amount, line.amount]);
  line.amount = amount;
}

/** Takes something off lines as a whole, by what they are worth; of equal fractions, the first. */
function shareOut(lines: readonly Running[], wanted: bigint): void {
  const whole = sum(lines.map(({ left }) => left));
  const total = wanted < whole ? wanted : whole;
  if (total <= 0n) return;
  const shares = lines.map(({ left }) => (total * left) / whole);
  const rests = lines.map(({ left }) => (total * left) % whole);
  for (let missing = total - sum(shares); missing > 0n; missing--) {
    const most = rests.reduce((best, rest, at) => (rest > rests[best]! ? at : best), 0);
    shares[most]! += 1n;
    rests[most] = -1n;
  }
  lines.forEach((line, at) => {
    if (shares[at] === 0n) return;
    line.left -= shares[at]!;
    line.isShared = true;
  });
}
