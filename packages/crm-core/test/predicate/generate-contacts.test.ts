/**
 * The workload of the benches is the one that its figures are quoted for.
 */
import { describe, expect, test } from 'vitest';
import { generateContacts, truePairs } from '../../bench/generate-contacts.ts';

describe('generateContacts', () => {
  const contacts = generateContacts(9000);

  test('begins with the contact that the seed gives', () => {
    expect(contacts[0]).toEqual({
      given: 'bababa',
      surname: 'rotoze',
      birthDay: 15_362,
      postcode: 1157,
      phone: '7859333325',
      email: 'bababa.rotoze75@d24.example',
      original: 0,
    });
  });

  test('ends with the copies: a ninth of the originals', () => {
    expect(contacts).toHaveLength(10_000);
    expect(contacts.at(-1)).toMatchObject({ given: 'tivome', surname: 'rakomo', original: 925 });
    expect(truePairs(contacts)).toBe(1053);
  });

  test.runIf(process.env['KONTOR_FULL'] === '1')('is the same one at full size', () => {
    expect(truePairs(generateContacts(900_000))).toBe(105_670);
  });
});
