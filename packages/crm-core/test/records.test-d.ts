/**
 * Custom fields and objects are known by their types: checked with the sources, nothing is run.
 */
import { accountObject, contactObject, Crm, defineObject } from '@kontor/crm-core';
import { sequentialIds, systemClock } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { z } from 'zod';

const objects = [
  accountObject({ ext: { tier: z.enum(['gold', 'silver']).optional() } }),
  contactObject({ ext: { shoeSize: z.int().optional() } }),
  defineObject({
    name: 'machine',
    fields: { serial: z.string(), boughtOn: z.iso.date().optional() },
  }),
] as const;
const crm = new Crm({
  store: memoryStore(),
  clock: systemClock,
  ids: sequentialIds('r'),
  objects,
});
const anna = crm.as({ user: 'anna' });

export const right = async (): Promise<void> => {
  const account = await anna.create('account', { name: 'Hansa', ext: { tier: 'gold' } });
  const tier: 'gold' | 'silver' | undefined = account.ext.tier;
  const contact = await anna.get('contact', 'c1');
  const size: number | undefined = contact?.ext.shoeSize;
  const { serial, boughtOn } = await anna.create('machine', { serial: 'S1' });
  const texts: [string, string | undefined] = [serial, boughtOn];
  await anna.change('account', account.id, { phone: null, ext: { tier: null } });
  console.log(tier, size, texts);
};

export const wrong = async (): Promise<void> => {
  // @ts-expect-error -- no object of this name
  await anna.create('acount', { name: 'Hansa' });
  // @ts-expect-error -- the name is missing
  await anna.create('account', {});
  // @ts-expect-error -- no standard field of this name
  await anna.create('account', { name: 'Hansa', size: 3 });
  // @ts-expect-error -- no such tier
  await anna.create('account', { name: 'Hansa', ext: { tier: 'bronze' } });
  // @ts-expect-error -- no custom field of this name
  await anna.create('account', { name: 'Hansa', ext: { teir: 'gold' } });
  // @ts-expect-error -- a size is a number
  await anna.create('contact', { surname: 'Blum', ext: { shoeSize: '42' } });
  // @ts-expect-error -- a serial number is text
  await anna.change('machine', 'm1', { serial: 7 });
  const machine = await anna.get('machine', 'm1');
  // @ts-expect-error -- a machine has no such field
  console.log(machine?.surname);
};
