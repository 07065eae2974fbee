/**
 * The workload "segment": contacts as records, and a segment of five conditions on them.
 */
import { and, field, type FieldKinds, not, type Predicate } from '@kontor/crm-core';
import { dayOf, formatDay } from '@kontor/kernel';
import { generateContacts, givenName } from './generate-contacts.ts';

/** A contact as a CRM keeps it; what there is not is left out. */
export interface ContactRecord {
  readonly id: string;
  readonly given: string;
  readonly surname: string;
  readonly bornOn?: string;
  readonly postcode: number;
  readonly phone?: string;
  readonly email?: string;
  /** Of the e-mail. */
  readonly domain?: string;
}

/** What its fields hold. */
export const contactKinds: FieldKinds = {
  id: 'text',
  given: 'text',
  surname: 'text',
  bornOn: 'day',
  postcode: 'number',
  phone: 'text',
  email: 'text',
  domain: 'text',
};

/** The 20 most frequent given names. */
export const frequentNames: readonly string[] = Array.from({ length: 20 }, (_, i) => givenName(i));

/** Five conditions: name, postcode, birth day, an e-mail, and its domain. */
export const contactSegment: Predicate = and(
  field('given').in(frequentNames),
  field('postcode').between(1000, 1999),
  field('bornOn').lt('1980-01-01'),
  not(field('email').isMissing()),
  field('domain').eq('d3.example'),
);

const FIRST_DAY = dayOf(1940, 1, 1);

/** So many contacts as records: nine parts originals, one part copies of them with faults. */
export function contactRecords(count: number): ContactRecord[] {
  return generateContacts(Math.round(count * 0.9)).map((contact, at) => {
    const { given, surname, birthDay, postcode, phone, email } = contact;
    return {
      id: `C${at}`,
      given,
      surname,
      postcode,
      ...(birthDay !== undefined && { bornOn: formatDay(FIRST_DAY + birthDay) }),
      ...(phone !== undefined && { phone }),
      ...(email !== undefined && { email, domain: email.slice(email.indexOf('@') + 1) }),
    };
  });
}
