/** The other process of `read-apart.ts`: reads what it is sent, and tells what came of it. */
import { arrowRows, parquetRows } from '@kontor/olap/files';
import { type Reading, readLawfully } from './law.ts';

/** The readers that are used there, by name. */
const readers = {
  arrow: (bytes: Uint8Array) => arrowRows(bytes),
  parquet: (bytes: Uint8Array) => parquetRows(new Uint8Array(bytes).buffer),
};

/** One of them. */
export type ApartReader = keyof typeof readers;

/** What came of a document. */
export type ApartAnswer = Reading | { readonly kind: 'broken'; readonly reason: string };

process.on('message', ({ reader, document }: { reader: ApartReader; document: never }) => {
  const read = readers[reader];
  readLawfully({ name: reader, covers: [], samples: [], read }, document).then(
    (reading) => process.send!(reading),
    (error: unknown) => process.send!({ kind: 'broken', reason: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
