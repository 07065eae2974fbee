/**
 * Whether two records may be the same person or company: exact rules, each of which says which one
 * held. They are asked at the door, where a lead comes in or is converted.
 *
 * @source the rules of odoo/odoo's lead merging: same normalised e-mail, same company domain unless
 * it is a free mail provider's, one name contained in the other, same commercial parent
 */
import { wordsOf } from '../record/search-tokens.ts';

/** What is compared of a person or a company. */
export interface Party {
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly domain?: string | undefined;
  /** Of the company. */
  readonly name?: string | undefined;
  /** Given name and surname. */
  readonly person?: string | undefined;
  /** The account at the top of its concern. */
  readonly commercialParent?: string | undefined;
}

/** A rule by which two parties may be one. */
export type PartyRule = 'email' | 'phone' | 'domain' | 'name' | 'person' | 'parent';

/** Providers whose domain says nothing of a company; more can be given. */
export const freeMailDomains: ReadonlySet<string> = new Set([
  'aol.com',
  'gmail.com',
  'gmx.de',
  'gmx.net',
  'googlemail.com',
  'hotmail.com',
  'icloud.com',
  'libero.it',
  'live.com',
  'mail.com',
  'mail.ru',
  'msn.com',
  'orange.fr',
  'outlook.com',
  'proton.me',
  'protonmail.com',
  'qq.com',
  't-online.de',
  'web.de',
  'yahoo.com',
  'yandex.ru',
  '163.com',
]);

/** Forms of companies: they are no part of a name that is compared. */
const LEGAL_FORMS: ReadonlySet<string> = new Set(
  (
    'ab ag as asa bv co corp eg ek gbr gmbh inc kg kk limited llc llp ltd nv ohg oy plc pty sa ' +
    'sarl sas se sl spa srl ug'
  ).split(' '),
);

/** Shorter names are contained in too many others. */
const NAME_LETTERS_MIN = 4;
const PHONE_DIGITS_MIN = 7;

/**
 * The rules by which two parties may be the same one; empty where they are strangers.
 *
 * @example
 * sameParty({ email: 'Ann@Hansa.eu' }, { email: 'ann@hansa.eu' }) // => ['email', 'domain']
 */
export function sameParty(
  a: Party,
  b: Party,
  freeMail: ReadonlySet<string> = freeMailDomains,
): PartyRule[] {
  const keys = {
    email: (party: Party) => normalEmail(party.email),
    phone: (party: Party) => normalPhone(party.phone),
    domain: (party: Party) => companyDomain(party, freeMail),
    person: (party: Party) => wordsOf(party.person ?? '').join(' ') || undefined,
    parent: (party: Party) => party.commercialParent,
  } satisfies Record<Exclude<PartyRule, 'name'>, (party: Party) => string | undefined>;
  const rules: PartyRule[] = [];
  for (const [rule, key] of Object.entries(keys)) {
    const value = key(a);
    if (value !== undefined && value === key(b)) rules.push(rule as PartyRule);
  }
  if (isContained(companyName(a.name), companyName(b.name))) rules.push('name');
  return rules;
}

/** An address as it is compared: lower case, without the part after a plus sign. */
export function normalEmail(email: string | undefined): string | undefined {
  if (email === undefined || !email.includes('@')) return undefined;
  const [local, domain] = email.trim().toLowerCase().split('@') as [string, string];
  return `${local.split('+')[0]}@${domain}`;
}

/**
 * A number as it is compared: its last nine digits, since country codes and leading zeros come and
 * go; undefined where it has fewer than seven.
 */
export function normalPhone(phone: string | undefined): string | undefined {
  const digits = (phone ?? '').replace(/\D/g, '');
  return digits.length < PHONE_DIGITS_MIN ? undefined : digits.slice(-9);
}

/** The domain of the company: its own, or that of its people's addresses. */
export function companyDomain(
  { domain, email }: Party,
  freeMail: ReadonlySet<string> = freeMailDomains,
): string | undefined {
  const named = domain?.toLowerCase().replace(/^www\./, '') ?? normalEmail(email)?.split('@')[1];
  return named === undefined || freeMail.has(named) ? undefined : named;
}

/** The name of a company without its form: 'hansa cycles' of 'Hansa Cycles GmbH & Co. KG'. */
export const companyName = (name: string | undefined): string =>
  wordsOf(name ?? '')
    .filter((word) => !LEGAL_FORMS.has(word))
    .join(' ');

function isContained(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= NAME_LETTERS_MIN && ` ${long} `.includes(` ${short} `);
}
