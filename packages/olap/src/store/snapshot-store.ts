/**
 * Snapshots in a store: a cube as documents, replaced in one commit.
 *
 * Several programs may follow into cubes of one name. A cube remembers which snapshot of the name
 * it grew from, and replaces none but that one: the commit insists on it. So nobody puts an older
 * state in the place of a newer one, whose events are let go already.
 */
import {
  type Collection,
  collection,
  type Store,
  transact,
  type TryOptions,
} from '@kontor/kernel/store';
import { OlapError } from '../errors.ts';
import { DIGEST_BYTES } from '../snapshot-digest.ts';

/** A piece of a snapshot: base64 text. */
export interface SnapshotPart {
  readonly id: string;
  readonly cube: string;
  readonly part: number;
  readonly parts: number;
  readonly bytes: string;
  /** Of the first part: which snapshot this is, by its bytes. */
  readonly edition?: string | undefined;
}

/** The collection that snapshots are kept in. */
export const cubeSnapshot: Collection<SnapshotPart> = collection<SnapshotPart>('cube_snapshot', {
  id: ({ id }) => id,
  fields: { cube: 'text', part: 'integer' },
  indexes: { byCube: ['cube', 'part'] },
});

/** Bytes of one document before base64. */
const PART_BYTES = 192 * 1024;
/** 18 GB: more than one buffer takes. */
const PARTS_MAX = 100_000;

/** What gives and takes snapshots. */
export interface Snapshotted {
  snapshot(): Uint8Array;
  restore(bytes: Uint8Array): void;
}

/**
 * What is kept, as far as the cube knows: an edition, or null for none. A cube that knows of a name
 * came from there, or was kept there.
 */
const editionsKnown = new WeakMap<Snapshotted, Map<string, string | null>>();

/**
 * Keeps the cube under a name, in the place of the snapshot that it grew from: the one it was
 * loaded from, or last kept as. A cube that was never loaded from the name was made anew, and
 * replaces what is there. One call of a cube at a time.
 *
 * A follower loads first, also where nothing is kept yet, and lets events go only after this.
 *
 * @param trying - how the commit is tried again
 * @throws OlapError OLAP_SNAPSHOT_OVERTAKEN — another cube was kept under the name meanwhile; it
 * stays. Load it into an empty cube, and follow from there
 */
export async function saveSnapshot(
  store: Store,
  name: string,
  cube: Snapshotted,
  trying: TryOptions = {},
): Promise<void> {
  await store.prepare([cubeSnapshot]);
  const bytes = cube.snapshot();
  const parts = Math.max(1, Math.ceil(bytes.length / PART_BYTES));
  const edition = editionOf(bytes);
  const grewFrom = editionsKnown.get(cube)?.get(placeOf(store, name));
  await transact(
    store,
    async (tx) => {
      const first = await tx.get(cubeSnapshot, idOf(name, 0));
      // Ours already: an earlier call was done, and its answer lost; or another has the same.
      if (first?.edition === edition) return;
      if (first !== undefined && grewFrom !== undefined && grewFrom !== editionIn(first)) {
        throw new OlapError('OLAP_SNAPSHOT_OVERTAKEN', { name });
      }
      for (let part = parts; part < (first?.parts ?? 0); part++) {
        tx.remove(cubeSnapshot, idOf(name, part));
      }
      for (let part = 0; part < parts; part++) {
        const piece = bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
        tx.put(cubeSnapshot, {
          id: idOf(name, part),
          cube: name,
          part,
          parts,
          bytes: base64(piece),
          ...(part === 0 && { edition }),
        });
      }
    },
    trying,
  );
  know(store, name, cube, edition);
}

/**
 * Fills an empty cube with what is kept under a name; false where nothing is.
 *
 * @param trying - how the read is tried again
 * @throws OlapError OLAP_BAD_SNAPSHOT — of another definition, or parts of it are missing
 */
export async function loadSnapshot(
  store: Store,
  name: string,
  cube: Snapshotted,
  trying: TryOptions = {},
): Promise<boolean> {
  await store.prepare([cubeSnapshot]);
  const pieces = await transact(
    store,
    async (tx) => {
      const first = await tx.get(cubeSnapshot, idOf(name, 0));
      if (first === undefined) return [];
      if (!Number.isInteger(first.parts) || first.parts < 1 || first.parts > PARTS_MAX) {
        const reason = `its first part names no number of parts from 1 to ${PARTS_MAX}`;
        throw new OlapError('OLAP_BAD_SNAPSHOT', { reason });
      }
      const ids = Array.from({ length: first.parts }, (_, part) => idOf(name, part));
      return Promise.all(ids.map((id) => tx.get(cubeSnapshot, id)));
    },
    trying,
  );
  const [first] = pieces;
  if (pieces.length === 0) {
    know(store, name, cube, null);
    return false;
  }
  const bytes = pieces.map((piece) => {
    if (piece !== undefined) return bytesOf(piece.bytes);
    throw new OlapError('OLAP_BAD_SNAPSHOT', { reason: 'a part of it is missing in the store' });
  });
  const whole = new Uint8Array(bytes.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of bytes) {
    whole.set(piece, at);
    at += piece.length;
  }
  cube.restore(whole);
  know(store, name, cube, editionIn(first!));
  return true;
}

function know(store: Store, name: string, cube: Snapshotted, edition: string | null): void {
  const known = editionsKnown.get(cube) ?? new Map<string, string | null>();
  editionsKnown.set(cube, known.set(placeOf(store, name), edition));
}

/** Tenants keep snapshots of their own. */
const placeOf = (store: Store, name: string): string => JSON.stringify([store.tenant, name]);

/** Snapshots that were kept before editions were have none, and are told by that. */
const editionIn = ({ edition = '' }: SnapshotPart): string => edition;

/** The digest that a snapshot ends with. */
const editionOf = (bytes: Uint8Array): string => base64(bytes.subarray(-DIGEST_BYTES));

const idOf = (name: string, part: number): string => `${name}/${String(part).padStart(8, '0')}`;

/** Arguments of one call; more would overflow its stack. */
const CHUNK = 0x8000;

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(text);
}

function bytesOf(text: unknown): Uint8Array {
  if (typeof text !== 'string' || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
    throw new OlapError('OLAP_BAD_SNAPSHOT', { reason: 'a part of it in the store is no base64' });
  }
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
