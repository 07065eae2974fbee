/**
 * `fieldsOf` knows the fields of a row and what each is compared with.
 */
import { fieldsOf, param } from '@kontor/crm-core';

interface Contact {
  readonly surname: string;
  readonly postcode?: number;
  readonly tags: readonly string[];
  readonly ext: { readonly size?: number | null };
}

const of = fieldsOf<Contact>();

of('postcode').between(1, 5);
of('ext.size').ge(42);
of('ext.size').eq(param('size'));
of('tags').contains('vip');
of('surname').ignoreCase.in(['a', 'b']);

// @ts-expect-error -- there is no such field
of('post');
// @ts-expect-error -- a postcode is a number
of('postcode').eq('1');
// @ts-expect-error -- a size is a number
of('ext.size').in(['a']);
// @ts-expect-error -- custom fields are asked for one by one
of('ext');
