/**
 * Records: flat JSON documents of an object.
 */
import type { Json } from '@kontor/kernel';
import type { z } from 'zod';
import type { CrmObject, NoFields } from './crm-object.ts';

/** What every record has. */
export interface RecordBase {
  readonly id: string;
  /** The name of its object. */
  readonly object: string;
  /** Counts its events, from 1. */
  readonly revision: number;
  /** UTC ISO, as all instants. */
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
  /** The user whose record it is. */
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
  readonly region?: string | undefined;
  readonly tags: readonly string[];
}

/** A record of any object, as rules and the store see it. */
export interface CrmRecord extends RecordBase {
  readonly ext: Readonly<Record<string, Json>>;
  readonly [field: string]: Json | undefined;
}

/** A record of an object, with its types. */
export type RecordOf<Of extends CrmObject> = RecordBase &
  Readonly<z.output<Of['fields']>> & { readonly ext: Readonly<z.output<Of['ext']>> };

/** Fields of every record that a user sets. */
export interface BaseValues {
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
  readonly region?: string | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** `ext` may be left out where no custom field has to be there. */
type ExtInput<Ext> = NoFields extends Ext
  ? { readonly ext?: Ext | undefined }
  : { readonly ext: Ext };

/** What a new record is made of; the id is drawn where none is given. */
export type NewRecord<Of extends CrmObject> = BaseValues &
  Readonly<z.input<Of['fields']>> &
  ExtInput<Readonly<z.input<Of['ext']>>> & { readonly id?: string | undefined };

type Clearable<Values> = { readonly [Field in keyof Values]?: Values[Field] | null | undefined };

/** What fields become; null empties one. Custom fields are set one by one. */
export type RecordValues<Of extends CrmObject> = Clearable<
  Required<BaseValues> & z.input<Of['fields']>
> & { readonly ext?: Clearable<z.input<Of['ext']>> | undefined };
