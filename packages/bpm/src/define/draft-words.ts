/**
 * What every word of a path does: it takes the point of its path, and gives the next one.
 */
import { type Position, refuse } from './draft.ts';
import type { DraftFrame } from './draft-definition.ts';
import type { Write } from './draft-gateways.ts';

/** A function of the author's, that goes on with a path. */
export type Body = (path: never) => unknown;
/** Functions by the name of their branch. */
export type Bodies = Readonly<Record<string, Body>>;

/** A path at run time, without a word yet. */
export abstract class DraftWords {
  protected readonly frame: DraftFrame;
  readonly #position: Position;
  #isUsed = false;

  constructor(frame: DraftFrame, position: Position) {
    this.frame = frame;
    this.#position = position;
  }

  /** The path at another point. */
  protected abstract at(position: Position): this;

  /** The point that this path is at; from then on it is another's. */
  protected take(): Position {
    const { draft } = this.#position;
    if (this.#isUsed) {
      const message = 'a path goes on from its last word only; use parallel for several branches';
      refuse(draft, 'path-used-twice', draft.id, message);
    }
    this.#isUsed = true;
    return this.#position;
  }

  protected branches(bodies: Bodies): Write {
    return (from, name) => {
      const body = Object.hasOwn(bodies, name) ? bodies[name] : undefined;
      return body === undefined ? from : this.write(body)(from, name);
    };
  }

  /** Lets the author's function write from a point on. */
  protected write(body: Body): Write {
    return (from, name) => {
      const end = body(this.at(from) as never);
      const isOurs = end instanceof DraftWords && end.#position.scope === from.scope;
      if (isOurs) return end.take();
      const message = 'its function must return the path that it was given, after its last word';
      return refuse(from.draft, 'branch-end', name, message);
    };
  }
}
