/**
 * Reading in a process of its own, which is ended when its time is over: so a reader that hangs, or
 * takes all memory, is found and not suffered.
 */
import { type ChildProcess, fork } from 'node:child_process';
import type { ApartAnswer, ApartReader } from './apart.ts';
import type { Reading } from './law.ts';

/** A document that is read by one of the readers of `apart.ts`. */
export interface ApartDocument {
  readonly reader: ApartReader;
  readonly document: unknown;
}

/** A refusal in the other process, whose code is one of ours: it was judged there. */
export function refusedApart(code: string): Error {
  return Object.assign(new Error(code), { code, [Symbol.for('kontor.error.apart')]: true });
}

/** Far more than a file of a few pages takes, on the slowest machine. */
const MOST_MS = 20_000;
const HEAP_MIB = 512;

let kept: ChildProcess | undefined;

/** Reads a document in the other process; throws where the law is broken, or time is over. */
export async function readApart({ reader, document }: ApartDocument): Promise<Reading> {
  const child = (kept ??= started());
  const answer = await answerOf(child, { reader, document });
  if (answer.kind === 'broken') throw new Error(answer.reason);
  return answer;
}

function started(): ChildProcess {
  const child = fork(new URL('apart.ts', import.meta.url), {
    execArgv: ['--import', 'tsx', '-C', '@kontor/source', `--max-old-space-size=${HEAP_MIB}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.unref();
  return child;
}

function answerOf(child: ChildProcess, asked: ApartDocument): Promise<ApartAnswer> {
  return new Promise((resolve, reject) => {
    const finish = (answer: ApartAnswer) => {
      clearTimeout(deadline);
      child.off('message', finish).off('exit', fail);
      resolve(answer);
    };
    const fail = () => {
      clearTimeout(deadline);
      child.off('message', finish).off('exit', fail);
      kept = undefined;
      child.kill('SIGKILL');
      reject(new Error(`${asked.reader} took over ${MOST_MS} ms, or all memory`));
    };
    const deadline = setTimeout(fail, MOST_MS);
    child.once('message', finish).once('exit', fail);
    child.send(asked);
  });
}
