/**
 * What the shell takes and gives has a name that a user can import.
 */
import type {
  Audit,
  AuditedPart,
  BatchPosted,
  EventEntry,
  GivenNumber,
  KeptTerms,
  Ledger,
  LedgerVerdict,
  NumberReport,
  SealedEntry,
  StoredProof,
  VerifyQuery,
} from '@kontor/ledger';
import { expectTypeOf, test } from 'vitest';

type Given<Method extends keyof Ledger> = Awaited<ReturnType<Ledger[Method]>>;

test('answers of the ledger have names, down to their parts', () => {
  expectTypeOf<Given<'verify'>>().toEqualTypeOf<LedgerVerdict>();
  expectTypeOf<Parameters<Ledger['verify']>>().toEqualTypeOf<[query?: VerifyQuery]>();
  expectTypeOf<Given<'audit'>>().toEqualTypeOf<Audit>();
  expectTypeOf<Extract<Audit, { ok: false }>['part']>().toEqualTypeOf<AuditedPart>();
  expectTypeOf<Given<'proof'>>().toEqualTypeOf<StoredProof>();
  expectTypeOf<StoredProof['entry']>().toEqualTypeOf<SealedEntry>();
  expectTypeOf<SealedEntry['kept']>().toEqualTypeOf<KeptTerms | undefined>();
  expectTypeOf<Given<'series'>>().toEqualTypeOf<NumberReport[]>();
  expectTypeOf<NumberReport['numbers']>().toEqualTypeOf<readonly GivenNumber[]>();
  expectTypeOf<Given<'events'>>().toEqualTypeOf<BatchPosted[]>();
  expectTypeOf<BatchPosted['data']['entries']>().toEqualTypeOf<readonly EventEntry[]>();
});
