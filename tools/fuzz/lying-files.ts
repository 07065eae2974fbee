/** Files that are sound but for one length, which says far more than the file has. */
import { arrowSamples, parquetSamples } from './importers/olap-files.ts';

/** The bytes with a word of 32 bits put in one place. */
function withWord(bytes: Uint8Array, at: number, word: number): Uint8Array {
  const lying = Uint8Array.from(bytes);
  new DataView(lying.buffer).setInt32(at, word, true);
  return lying;
}

/** A stream whose second message says that its head has less than no bytes. */
export function negativeMessage(): Uint8Array {
  const stream = arrowSamples()[2]!;
  const length = new DataView(stream.buffer, stream.byteOffset).getInt32(4, true);
  return withWord(stream, 8 + length + 4, -8 - length - 8);
}

/** A Parquet file that ends in metadata of one's own. */
function withMetadata(metadata: readonly number[]): Uint8Array {
  const magic = [...new TextEncoder().encode('PAR1')];
  const file = Uint8Array.from([...magic, ...metadata, 0, 0, 0, 0, ...magic]);
  return withWord(file, file.length - 8, metadata.length);
}

/** A list of thirty million lists, each of which begins with another. */
export function listsOfLists(): Uint8Array {
  const header = [0xf9, 0xff, 0xff, 0xff, 0x0f];
  return withMetadata([0x19, ...Array.from({ length: 24 }, () => header).flat(), 0]);
}

/** A whole number of four hundred thousand bytes. */
export function endlessNumber(): Uint8Array {
  const bytes = Array.from({ length: 400_000 }, () => 0xff);
  return withMetadata([0x16, ...bytes, 1, 0]);
}

/** A run of two billion levels, in the place of the first levels of a page without compression. */
export function endlessRun(): Uint8Array {
  const file = Uint8Array.from(parquetSamples()[2]!);
  // A header ends in the STOP of the struct for data pages, and in its own.
  const levels = file.findIndex((byte, at) => at > 8 && byte > 1 && !file[at - 1] && !file[at - 2]);
  file.set([0xfe, 0xff, 0xff, 0xff, 0x0f], levels);
  return file;
}
