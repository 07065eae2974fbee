/**
 * What other systems know: found again, by their names for it or by a value that is unique.
 */
import { describe, expect, test } from 'vitest';
import { openOffice } from './crm-fixture.ts';

const shop = (id: string) => ({ externalId: { source: 'shop', id } });

describe('upsert', () => {
  test('creates, changes, and does nothing the third time', async () => {
    const { crm } = await openOffice();
    const system = crm.system('shop');
    const actions = [];
    for (const name of ['Hansa', 'Hansa AG', 'Hansa AG']) {
      const { action, record } = await system.upsert('account', { name }, shop('C-7'));
      actions.push(`${action} ${record.name} ${record.revision}`);
    }
    expect(actions).toEqual(['created Hansa 1', 'changed Hansa AG 2', 'unchanged Hansa AG 2']);
  });

  test('a record that is found by a unique value is given its external name', async () => {
    const { crm } = await openOffice();
    const system = crm.system('shop');
    const { id: account } = await system.create('account', { name: 'Hansa' });
    const made = await system.create('machine', { serial: 'M-1', account });
    const row = { serial: 'M-1', account, boughtOn: '2026-01-05' };
    const first = await system.upsert('machine', row, { by: 'serial', ...shop('77') });
    expect([first.record.id, first.action]).toEqual([made.id, 'changed']);
    // The shop corrects the serial: its own name finds the machine.
    const second = await system.upsert('machine', { ...row, serial: 'M-2' }, shop('77'));
    expect([second.record.id, second.record.serial]).toEqual([made.id, 'M-2']);
  });

  test.each([
    [{}, 'externalId'],
    [{ by: 'name' }, 'by'],
    [{ externalId: { source: 'Shop 1', id: 'x' } }, 'externalId.source'],
    [{ externalId: { source: 'shop', id: 'ü'.repeat(100) } }, 'externalId.id'],
  ])('the key %j is refused at %s', async (key, path) => {
    const { crm } = await openOffice();
    const upsert = crm.system('shop').upsert('account', { name: 'Hansa' }, key);
    await expect(upsert).rejects.toMatchObject({ details: { issues: [{ path }] } });
  });
});

describe('an import', () => {
  const rows = Array.from({ length: 250 }, (_, n) => ({
    name: n === 120 ? '' : `Firm ${n}`,
    externalId: { source: 'erp', id: String(n) },
  }));

  test('tells the outcome of each row, and goes on after one that is refused', async () => {
    const { crm } = await openOffice();
    const result = await crm.importRecords({ system: 'import' }, 'account', rows);
    expect(result).toMatchObject({ created: 249, changed: 0, unchanged: 0, refused: 1 });
    expect(result.outcomes[120]).toMatchObject({
      ok: false,
      code: 'CRM_INVALID_INPUT',
      details: { issues: [{ path: 'name' }] },
    });
    expect(await crm.system('x').count('account')).toBe(249);
  });

  test('that is begun again writes only what it had not', async () => {
    const { crm } = await openOffice();
    const actor = { system: 'import' };
    await crm.importRecords(actor, 'account', rows.slice(0, 100), { batchSize: 30 });
    const again = await crm.importRecords(actor, 'account', rows);
    expect(again).toMatchObject({ created: 149, unchanged: 100, refused: 1 });
  });

  test('can be tried without writing anything', async () => {
    const { crm } = await openOffice();
    const options = { isDryRun: true };
    const result = await crm.importRecords({ system: 'import' }, 'account', rows, options);
    expect(result).toMatchObject({ created: 249, refused: 1 });
    expect(await crm.system('x').count('account')).toBe(0);
  });

  test('what a user may not do, his import may not do either', async () => {
    const policy = [{ object: 'account', actions: ['create' as const], roles: ['clerk'] }];
    const { crm } = await openOffice({ policy });
    const result = await crm.importRecords({ user: 'anna' }, 'account', rows.slice(0, 3));
    expect(result).toMatchObject({ created: 0, refused: 3 });
    expect(result.outcomes[0]).toMatchObject({ code: 'CRM_NOT_ALLOWED' });
  });
});
