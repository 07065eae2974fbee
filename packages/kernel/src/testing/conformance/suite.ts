/**
 * The ground the conformance tests stand on: a runner, a harness, fresh tenants, and plain
 * expectations.
 *
 * The runner comes in by the door, so that the suite runs under vitest, jest or node:test and the
 * kernel depends on none. Each test has a tenant of its own in one database: quick, and a proof of
 * isolation.
 */
import type { CommitOutcome, Store } from '../../store/contract.ts';
import { CONFORMANCE_COLLECTIONS } from './collections.ts';

/** The part of a test runner that we call; vitest's, jest's and node:test's fit. */
export interface TestRunner {
  readonly describe: (name: string, define: () => void) => unknown;
  readonly test: (name: string, run: () => Promise<void>, timeoutMs?: number) => unknown;
  readonly afterAll: (run: () => Promise<void>, timeoutMs?: number) => unknown;
}

/** One database made for the tests. */
export interface StoreHarness {
  /** Opens a store on the same data, over a connection of its own where the adapter can. */
  open(tenant: string): Promise<Store>;
  /** Ends all that was opened and removes the data. */
  close(): Promise<void>;
}

/** Makes an empty database with nothing prepared. */
export type CreateHarness = () => Promise<StoreHarness>;

/** What the suite runs and how much of it. */
export interface ConformanceOptions {
  /** Rounds of the random tests; 20 when left out. */
  readonly rounds?: number | undefined;
  /** Milliseconds a test may take; 60,000 when left out. */
  readonly timeoutMs?: number | undefined;
  /** Bytes of the one large document; 10 MB when left out. */
  readonly largeDocumentBytes?: number | undefined;
}

/** What a test is given. */
export interface Ground {
  readonly store: Store;
  /** Another store on the same tenant's data. */
  readonly another: () => Promise<Store>;
  readonly harness: StoreHarness;
  readonly tenant: string;
  readonly rounds: number;
  readonly largeDocumentBytes: number;
}

/** Registers one test, named by the rule it proves. */
export type RuleTest = (rule: string, prove: (ground: Ground) => Promise<void>) => void;

/** Registers tests that share one harness, made at the first of them. */
export function withHarness(
  runner: TestRunner,
  createHarness: CreateHarness,
  options: ConformanceOptions,
  define: (rule: RuleTest) => void,
): void {
  const timeoutMs = options.timeoutMs ?? 60_000;
  let made: Promise<StoreHarness> | undefined;
  let tenants = 0;
  const harnessOf = (): Promise<StoreHarness> => (made ??= prepared(createHarness));
  runner.afterAll(async () => {
    const harness = await made;
    await harness?.close();
  }, timeoutMs);
  define((rule, prove) => {
    const run = async (): Promise<void> => {
      const harness = await harnessOf();
      const tenant = `tenant-${++tenants}`;
      await prove({
        store: await harness.open(tenant),
        another: () => harness.open(tenant),
        harness,
        tenant,
        rounds: options.rounds ?? 20,
        largeDocumentBytes: options.largeDocumentBytes ?? 10_000_000,
      });
    };
    runner.test(rule, run, timeoutMs);
  });
}

async function prepared(createHarness: CreateHarness): Promise<StoreHarness> {
  const harness = await createHarness();
  const store = await harness.open('tenant-0');
  await store.prepare(CONFORMANCE_COLLECTIONS);
  return harness;
}

/** Fails unless both are the same JSON, keys in any order; `what` names the thing. */
export function expectSame(what: string, actual: unknown, expected: unknown): void {
  const [found, wanted] = [canonical(actual), canonical(expected)];
  if (found === wanted) return;
  throw new Error(`${what}: expected ${clip(wanted)}, found ${clip(found)}`);
}

/** Fails unless the condition holds. */
export function expectTrue(what: string, condition: boolean): void {
  if (!condition) throw new Error(`${what}: expected to hold, and does not`);
}

/** Fails unless the promise rejects with an error of this code; gives the error. */
export async function expectCode(code: string, promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    const found = (error as { code?: unknown }).code;
    if (found === code) return error;
    throw new Error(`expected an error ${code}, found ${String(error)}`, { cause: error });
  }
  throw new Error(`expected an error ${code}, found none`);
}

/**
 * Fails unless the outcome is of this kind, and of this reason when one is given; gives the
 * version.
 */
export function expectOutcome(
  outcome: CommitOutcome,
  kind: CommitOutcome['kind'],
  reason?: string,
): number {
  const found = outcome.kind === 'committed' ? undefined : outcome.reason;
  expectSame('outcome', { kind: outcome.kind, reason: found }, { kind, reason });
  return outcome.kind === 'committed' ? outcome.version : 0;
}

function canonical(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`);
  return `{${parts.toSorted().join()}}`;
}

const clip = (text: string): string => (text.length > 400 ? `${text.slice(0, 400)}…` : text);
