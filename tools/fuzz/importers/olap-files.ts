/** Readers of binary files of facts: Arrow and Parquet, in a process that can be ended. */
import { arrowBytes } from '@kontor/olap/files';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { importer } from '../importer.ts';
import { readApart, refusedApart } from '../read-apart.ts';
import type { ApartReader } from '../apart.ts';
import { arrowFile, arrowStream } from './arrow-samples.ts';
import { parquetFirstVersion } from './parquet-sample.ts';

/** Files and streams of flat columns, and of such as lists. */
export function arrowSamples(): readonly Uint8Array[] {
  const flat = arrowBytes({
    levels: ['shop'],
    measures: ['units'],
    rows: [{ shop: 'a', units: 2 }, { shop: 'bb' }, { shop: 'a', units: 3 }],
  });
  return [flat, arrowFile, arrowStream];
}

const SHOPS = ['a', 'bb', null, 'a', 'a', null, 'ccc', 'a'];
const text = (name: string, data: readonly (string | null)[]) => ({
  name,
  data: [...data],
  type: 'STRING' as const,
});
const UNITS = SHOPS.map((_, index) => index * 7);

/** Files with pages of most kinds, packed and not. */
export function parquetSamples(): readonly Uint8Array[] {
  const plain = [
    text('shop', SHOPS),
    { name: 'units', data: UNITS, type: 'INT32' as const },
    { name: 'price', data: UNITS.map((unit) => unit / 4), type: 'DOUBLE' as const },
    { name: 'isOpen', data: UNITS.map((unit) => unit % 2 === 0), type: 'BOOLEAN' as const },
    { name: 'on', data: UNITS.map((unit) => new Date(unit * 1e9)), type: 'TIMESTAMP' as const },
  ];
  const encoded = [
    { ...plain[1]!, encoding: 'DELTA_BINARY_PACKED' as const },
    { ...plain[2]!, encoding: 'BYTE_STREAM_SPLIT' as const },
    { ...text('names', SHOPS), encoding: 'DELTA_BYTE_ARRAY' as const },
    { ...text('codes', SHOPS), encoding: 'DELTA_LENGTH_BYTE_ARRAY' as const },
  ];
  const written = [
    parquetWriteBuffer({ codec: 'SNAPPY', columnData: plain }),
    parquetWriteBuffer({ codec: 'UNCOMPRESSED', columnData: plain, rowGroupSize: 3 }),
    parquetWriteBuffer({ codec: 'SNAPPY', columnData: encoded }),
  ];
  return [parquetFirstVersion, ...written.map((buffer) => new Uint8Array(buffer))];
}

/** Throws what the other process has told, as an error of the law. */
const read = (reader: ApartReader) => async (document: Uint8Array) => {
  const reading = await readApart({ reader, document });
  if (reading.kind === 'refused') throw refusedApart(reading.code);
};

/** Their rows. */
export const olapFileImporters = [
  importer({
    name: 'olap: Arrow',
    covers: [],
    samples: arrowSamples(),
    read: read('arrow'),
    share: 4,
  }),
  importer({
    name: 'olap: Parquet',
    covers: [],
    samples: parquetSamples(),
    read: read('parquet'),
    share: 4,
  }),
];
