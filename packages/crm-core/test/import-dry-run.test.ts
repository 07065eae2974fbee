/**
 * A dry run says what the run itself would say, row by row and across batches, and leaves nothing.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openOffice } from './crm-fixture.ts';

const actor = { system: 'import' };

/** An office with a firm that has one machine, M-0. */
async function officeWithMachine() {
  const { crm, ...rest } = await openOffice();
  const system = crm.system('set-up');
  const { id: account } = await system.create('account', { name: 'Hansa' });
  await system.create('machine', { serial: 'M-0', account });
  return { crm, account, ...rest };
}

const erp = (id: string) => ({ externalId: { source: 'erp', id } });

describe('a dry run over batches of one row', () => {
  test.each([
    // rows: serial and external id · what comes of them
    [
      'a name of another system, twice',
      [
        ['M-1', 'x'],
        ['M-1', 'x'],
      ],
      'created unchanged',
    ],
    [
      'a record that a batch before has made',
      [
        ['M-1', 'x'],
        ['M-2', 'x'],
      ],
      'created changed',
    ],
    [
      'a serial that is taken two batches on',
      [
        ['M-1', 'x'],
        ['M-2', 'y'],
        ['M-1', 'z'],
      ],
      'created created CRM_DUPLICATE_VALUE',
    ],
    [
      'a serial that is free again',
      [
        ['M-1', 'x'],
        ['M-2', 'x'],
        ['M-1', 'y'],
      ],
      'created changed created',
    ],
    [
      'a serial that is stored',
      [
        ['M-1', 'x'],
        ['M-0', 'y'],
      ],
      'created CRM_DUPLICATE_VALUE',
    ],
  ] as const)('%s', async (_, given, said) => {
    const { crm, account } = await officeWithMachine();
    const rows = given.map(([serial, id]) => ({ serial, account, ...erp(id) }));
    const options = { isDryRun: true, batchSize: 1 };
    const { outcomes } = await crm.importRecords(actor, 'machine', rows, options);
    expect(outcomes.map((one) => (one.ok ? one.action : one.code)).join(' ')).toBe(said);
    expect(await crm.system('x').count('machine')).toBe(1);
  });

  test('found by a unique field, also where a batch before has made it', async () => {
    const { crm, account } = await officeWithMachine();
    const rows = ['M-0', 'M-1', 'M-1'].map((serial, at) => ({
      serial,
      account,
      boughtOn: `2026-01-0${at + 1}`,
    }));
    const options = { isDryRun: true, batchSize: 1, by: 'serial' };
    const { outcomes } = await crm.importRecords(actor, 'machine', rows, options);
    expect(outcomes.map((one) => one.ok && one.action)).toEqual(['changed', 'created', 'changed']);
    expect(await crm.system('x').count('machine')).toBe(1);
  });
});

test('property: a dry run says what the run after it says, whatever the batches', async () => {
  const serial = fc.constantFrom('M-0', 'M-1', 'M-2', '');
  const name = fc.constantFrom('x', 'y', 'z');
  const rows = fc.array(fc.tuple(serial, name), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 4 }), async (given, batchSize) => {
      const { crm, account } = await officeWithMachine();
      const all = given.map(([one, id]) => ({ serial: one, account, ...erp(id) }));
      const run = async (isDryRun: boolean) => {
        const options = { isDryRun, batchSize };
        const { outcomes } = await crm.importRecords(actor, 'machine', all, options);
        return outcomes.map((one) => (one.ok ? one.action : one.code));
      };
      const dry = await run(true);
      expect(dry).toEqual(await run(false));
      // A second dry run reads what is stored by now.
      expect((await run(true)).filter((said) => said === 'created')).toEqual([]);
    }),
    { numRuns: process.env['KONTOR_FULL'] === '1' ? 500 : 40 },
  );
});
