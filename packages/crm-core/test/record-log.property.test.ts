/**
 * The log and the record agree, whatever happened and however late it was told.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { CrmError, type CrmRecord, recordAt } from '@kontor/crm-core';
import { openOffice } from './crm-fixture.ts';

const runs = process.env['KONTOR_FULL'] === '1' ? 1000 : 100;

const values = fc.record(
  {
    name: fc.constantFrom('Hansa', 'Nord', 'Süd'),
    phone: fc.constantFrom('1', '2', null),
    employees: fc.constantFrom(1, 2, 3, null),
    tags: fc.constantFrom([], ['vip'], ['vip', 'eu']),
    owner: fc.constantFrom('anna', 'ben', null),
  },
  { requiredKeys: [] },
);

/** Minutes that pass, and how many minutes before now the change holds from. */
const step = fc.record({
  pass: fc.nat(5),
  ago: fc.oneof(fc.constant(0), fc.nat(20)),
  what: fc.oneof(values, fc.constantFrom('remove' as const, 'restore' as const)),
});

describe('recordAt', () => {
  test.prop([fc.array(step, { maxLength: 15 })], { numRuns: runs })(
    'property: the fold of the log is the record that is stored, and was the one stored then',
    async (steps) => {
      const { crm, clock } = await openOffice();
      const anna = crm.as({ user: 'anna' });
      const { id } = await anna.create('account', { name: 'Hansa' });
      const stored: { readonly knownAt: string; readonly record: CrmRecord | undefined }[] = [];
      for (const { pass, ago, what } of steps) {
        clock.advance(pass * 60_000 + 1);
        const at = new Date(clock.now() - ago * 60_000).toISOString();
        try {
          if (what === 'remove') await anna.remove('account', id);
          else if (what === 'restore') await anna.restore('account', id);
          else await anna.change('account', id, what, ago === 0 ? {} : { at });
        } catch (error) {
          // Removed ones are not changed, and nothing holds from before it was there.
          if (!CrmError.is(error, 'CRM_UNKNOWN_RECORD') && !CrmError.is(error, 'CRM_INVALID_INPUT'))
            throw error;
        }
        const record = (await anna.get('account', id)) as CrmRecord | undefined;
        stored.push({ knownAt: new Date(clock.now()).toISOString(), record });
      }
      const last = stored.at(-1)?.record;
      const log = await anna.history('account', id);
      if (stored.length > 0) expect(recordAt(log)).toEqual(last);
      for (const { knownAt, record } of stored) {
        expect(recordAt(log, { knownAt })).toEqual(record);
      }
    },
  );
});
