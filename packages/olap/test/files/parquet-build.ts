/**
 * Parquet files of one column whose pages and metadata are laid out by hand, so that every length
 * can be another than it should be. What is written around them is hyparquet-writer's own.
 */
import type { FileMetaData } from 'hyparquet';
import type { PageHeader } from 'hyparquet/src/types.js';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';

/** A page: what its header says, and its bytes. */
export interface LaidPage {
  readonly header: PageHeader;
  readonly bytes: readonly number[];
}

const sizes = (bytes: readonly number[]) => ({
  uncompressed_page_size: bytes.length,
  compressed_page_size: bytes.length,
});

/** A page of the first version. */
export function dataPage(
  values: number,
  bytes: readonly number[],
  encoding: 'PLAIN' | 'RLE_DICTIONARY' | 'DELTA_BINARY_PACKED' = 'PLAIN',
): LaidPage {
  const levels = { definition_level_encoding: 'RLE', repetition_level_encoding: 'RLE' } as const;
  const data_page_header = { num_values: values, encoding, ...levels };
  return { header: { type: 'DATA_PAGE', ...sizes(bytes), data_page_header }, bytes };
}

/** A page of the second version: its levels first. */
export function secondPage(
  head: Partial<NonNullable<PageHeader['data_page_header_v2']>>,
  bytes: readonly number[],
): LaidPage {
  const data_page_header_v2 = {
    num_values: 2,
    num_nulls: 0,
    num_rows: 2,
    encoding: 'PLAIN' as const,
    definition_levels_byte_length: 0,
    repetition_levels_byte_length: 0,
    is_compressed: false,
    ...head,
  };
  return { header: { type: 'DATA_PAGE_V2', ...sizes(bytes), data_page_header_v2 }, bytes };
}

/** A dictionary. */
export function dictionaryPage(values: number, bytes: readonly number[]): LaidPage {
  const dictionary_page_header = { num_values: values, encoding: 'PLAIN' as const };
  return { header: { type: 'DICTIONARY_PAGE', ...sizes(bytes), dictionary_page_header }, bytes };
}

/** The page with another header. */
export const withHeader = (page: LaidPage, header: Partial<PageHeader>): LaidPage => ({
  ...page,
  header: { ...page.header, ...header },
});

/** A file of the pages, with two rows; `change` writes into its metadata. */
export function parquetOf(
  pages: readonly LaidPage[],
  {
    isNullable = false,
    change = () => {},
  }: { isNullable?: boolean; change?: (metadata: FileMetaData) => void } = {},
): ArrayBuffer {
  const writer = new ByteWriter();
  writer.appendBytes(MAGIC);
  for (const { header, bytes } of pages) {
    writePageHeader(writer, header as Parameters<typeof writePageHeader>[1]);
    writer.appendBytes(Uint8Array.from(bytes));
  }
  const metadata = metadataOf(writer.offset - MAGIC.length, isNullable);
  change(metadata);
  writeMetadata(writer, metadata as Parameters<typeof writeMetadata>[1]);
  writer.appendBytes(MAGIC);
  return Uint8Array.from(writer.getBytes()).buffer;
}

const MAGIC = new TextEncoder().encode('PAR1');

function metadataOf(size: number, isNullable: boolean): FileMetaData {
  const meta_data = {
    type: 'INT32' as const,
    encodings: ['PLAIN' as const],
    path_in_schema: ['units'],
    codec: 'UNCOMPRESSED' as const,
    num_values: 2n,
    total_uncompressed_size: BigInt(size),
    total_compressed_size: BigInt(size),
    data_page_offset: BigInt(MAGIC.length),
  };
  const columns = [{ file_offset: BigInt(MAGIC.length), meta_data }];
  const repetition_type = isNullable ? 'OPTIONAL' : 'REQUIRED';
  return {
    version: 2,
    schema: [
      { name: 'root', num_children: 1 },
      { name: 'units', type: 'INT32', repetition_type },
    ],
    num_rows: 2n,
    row_groups: [{ columns, total_byte_size: BigInt(size), num_rows: 2n }],
    metadata_length: 0,
  };
}
