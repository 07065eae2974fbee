/**
 * The standard objects, with the fields that customer systems have in common; custom fields come
 * with the call.
 *
 * @source names follow the common terms of Salesforce and HubSpot
 */
import * as z from 'zod';
import { forecastOverrideFields } from '../forecast/override.ts';
import { STAGE_FIELDS } from '../pipeline/enter-stage.ts';
import { opportunityFields } from '../pipeline/opportunity.ts';
import { quoteFields } from '../quote/quote.ts';
import {
  address,
  currencyCode,
  type Custom,
  emailText,
  longText,
  reference,
  type Shape,
  text,
} from './common-fields.ts';
import { type CrmObject, defineObject, type NoFields } from './crm-object.ts';
import { decimalText, instantText } from './field-type.ts';

const accountFields = {
  name: text,
  /** The account that it belongs to: the concern of a branch. */
  parent: reference.optional(),
  /** `customer.example`, without scheme. */
  domain: text.optional(),
  phone: text.optional(),
  industry: text.optional(),
  employees: z.int().min(0).optional(),
  /** 'prospect', 'customer', 'partner', … */
  kind: text.optional(),
  customerGroup: text.optional(),
  currency: currencyCode.optional(),
  billing: address.optional(),
  shipping: address.optional(),
  taxId: text.optional(),
  description: longText.optional(),
};

/** Accounts: the companies, and people, that business is done with. */
export const accountObject = <Ext extends Shape = NoFields>({
  ext,
}: Custom<Ext> = {}): CrmObject<'account', typeof accountFields, Ext> =>
  defineObject({
    name: 'account',
    fields: accountFields,
    ext,
    relations: { parent: { object: 'account' } },
    indexed: ['domain', 'name'],
    search: ['name', 'domain', 'phone'],
  });

const contactFields = {
  givenName: text.optional(),
  surname: text,
  account: reference.optional(),
  title: text.optional(),
  email: emailText.optional(),
  phone: text.optional(),
  mobile: text.optional(),
  /** BCP 47. */
  language: text.optional(),
  zone: text.optional(),
  birthday: z.iso.date().optional(),
  address: address.optional(),
  isOptedOut: z.boolean().default(false),
  description: longText.optional(),
};

/** Contacts: people at accounts. */
export const contactObject = <Ext extends Shape = NoFields>({
  ext,
}: Custom<Ext> = {}): CrmObject<'contact', typeof contactFields, Ext> =>
  defineObject({
    name: 'contact',
    fields: contactFields,
    ext,
    relations: { account: { object: 'account' } },
    indexed: ['email', 'surname'],
    search: ['surname', 'givenName', 'email', 'phone', 'mobile'],
  });

const leadFields = {
  givenName: text.optional(),
  surname: text.optional(),
  company: text.optional(),
  title: text.optional(),
  email: emailText.optional(),
  phone: text.optional(),
  domain: text.optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be two letters such as DE')
    .optional(),
  postcode: text.optional(),
  language: text.optional(),
  status: z.enum(['new', 'working', 'qualified', 'converted', 'unqualified']).default('new'),
  unqualifiedReason: text.optional(),
  /** The stream that it came in by: 'web', 'fair', 'mail', 'partner', … */
  source: text.optional(),
  campaign: reference.optional(),
  score: z.number().optional(),
  isOptedOut: z.boolean().default(false),
  description: longText.optional(),
  convertedAt: instantText().optional(),
  account: reference.optional(),
  contact: reference.optional(),
  opportunity: reference.optional(),
};

/** Leads: people and companies of whom nothing is known yet but that they might buy. */
export const leadObject = <Ext extends Shape = NoFields>({
  ext,
}: Custom<Ext> = {}): CrmObject<'lead', typeof leadFields, Ext> =>
  defineObject({
    name: 'lead',
    fields: leadFields,
    ext,
    relations: {
      account: { object: 'account' },
      contact: { object: 'contact' },
      opportunity: { object: 'opportunity' },
    },
    indexed: ['status', 'email', 'source'],
    search: ['company', 'surname', 'givenName', 'email', 'phone'],
  });

const userFields = {
  name: text,
  email: emailText.optional(),
  manager: reference.optional(),
  /** IANA. */
  zone: text.optional(),
  language: text.optional(),
  isActive: z.boolean().default(true),
  skills: z.array(text).max(100).optional(),
  /** Open records that he can have at once. */
  capacity: z.int().min(0).optional(),
};

/** Users: who owns records. Their `team` and `region` are those of every record. */
export const userObject = <Ext extends Shape = NoFields>({
  ext,
}: Custom<Ext> = {}): CrmObject<'user', typeof userFields, Ext> =>
  defineObject({
    name: 'user',
    fields: userFields,
    ext,
    relations: { manager: { object: 'user', isOnTimeline: false } },
    unique: ['email'],
    search: ['name', 'email'],
  });

const unitFields = {
  name: text,
  parent: reference.optional(),
  manager: reference.optional(),
};

/** Teams, one above the other. */
export const teamObject = <Ext extends Shape = NoFields>({
  ext,
}: Custom<Ext> = {}): CrmObject<'team', typeof unitFields, Ext> =>
  defineObject({
    name: 'team',
    fields: unitFields,
    ext,
    relations: {
      parent: { object: 'team', isOnTimeline: false },
      manager: { object: 'user', onRemove: 'clear', isOnTimeline: false },
    },
    search: ['name'],
  });

/** Regions, one above the other. */
export const regionObject = <Ext extends Shape = NoFields>({
  ext,
}: Custom<Ext> = {}): CrmObject<'region', typeof unitFields, Ext> =>
  defineObject({
    name: 'region',
    fields: unitFields,
    ext,
    relations: {
      parent: { object: 'region', isOnTimeline: false },
      manager: { object: 'user', onRemove: 'clear', isOnTimeline: false },
    },
    search: ['name'],
  });

/** Overrides of forecasts: what managers say instead. They are made by their rule. */
export const forecastOverrideObject = (): CrmObject<
  'forecastOverride',
  typeof forecastOverrideFields
> =>
  defineObject({
    name: 'forecastOverride',
    fields: forecastOverrideFields,
    indexed: ['node'],
    ruled: ['node', 'period', 'figure', 'amount', 'author', 'reason', 'madeAt'],
  });

const productFields = {
  name: text,
  code: text,
  /** Unit of measure: 'pcs', 'h', 'kg'. */
  unit: text.default('pcs'),
  family: text.optional(),
  taxCode: text.optional(),
  isActive: z.boolean().default(true),
  cost: decimalText(6).optional(),
  description: longText.optional(),
};

/** Products: what is quoted. Prices stand in price books. */
export const productObject = <Ext extends Shape = NoFields>({
  ext,
}: Custom<Ext> = {}): CrmObject<'product', typeof productFields, Ext> =>
  defineObject({
    name: 'product',
    fields: productFields,
    ext,
    unique: ['code'],
    search: ['name', 'code'],
  });

const opportunityShape = {
  ...opportunityFields,
  /** The stream that its lead came in by. */
  source: text.optional(),
  /** The campaign that it is owed to first. */
  campaign: reference.optional(),
  nextStep: text.optional(),
  description: longText.optional(),
};

/** What only the pipeline sets. */
const opportunityRuled = [...STAGE_FIELDS, 'approvals'] as const;

/** What only the pipeline sets. */
export type OpportunityRuled = (typeof opportunityRuled)[number];

/** Opportunities: possible sales. Their stage, and what hangs on it, is the pipeline's to set. */
export const opportunityObject = <Ext extends Shape = NoFields>({
  ext,
}: Custom<Ext> = {}): CrmObject<'opportunity', typeof opportunityShape, Ext> =>
  defineObject({
    name: 'opportunity',
    fields: opportunityShape,
    ext,
    relations: { account: { object: 'account' }, contact: { object: 'contact' } },
    indexed: ['pipeline', 'stage', 'closeDate'],
    search: ['name'],
    ruled: opportunityRuled,
  });

const quoteShape = { ...quoteFields, description: longText.optional() };

/** What only the rules of quotes set. */
const quoteRuled = [
  'number',
  'state',
  'versionNumber',
  'offer',
  'currency',
  'net',
  'gross',
  'approvals',
  'versions',
  'expiresOn',
  'acceptedVersion',
  'acceptedAt',
] as const;

/** What only the rules of quotes set. */
export type QuoteRuled = (typeof quoteRuled)[number];

/**
 * Quotes: what is offered, in versions. What they offer and how they stand is the rules' to set.
 */
export const quoteObject = <Ext extends Shape = NoFields>({
  ext,
}: Custom<Ext> = {}): CrmObject<'quote', typeof quoteShape, Ext> =>
  defineObject({
    name: 'quote',
    fields: quoteShape,
    ext,
    relations: {
      account: { object: 'account' },
      contact: { object: 'contact' },
      opportunity: { object: 'opportunity' },
    },
    indexed: ['state'],
    unique: ['number'],
    search: ['number', 'name'],
    ruled: quoteRuled,
  });
