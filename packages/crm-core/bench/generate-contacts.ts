/**
 * The workload "contacts": people with names, birth days and ways to reach them, drawn from a seed,
 * and copies of some of them with faults, as a CRM of several years has them.
 *
 * @source own: xorshift32 (G. Marsaglia, "Xorshift RNGs", 2003; shifts 13, 17, 5)
 */

/** A contact of the workload. */
export interface GeneratedContact {
  given: string;
  surname: string;
  /** A day number, from 0 to 23,999. */
  birthDay: number | undefined;
  /** From 0 to 4,999. */
  postcode: number;
  /** Ten digits. */
  phone: string | undefined;
  email: string | undefined;
  /** Which original it stands for, counted from 0; an original stands for itself. */
  original: number;
}

const CONSONANTS = 'bdfgklmnprstvz';
const VOWELS = 'aeiou';

/** The `i`th name of a list that begins at `offset`: three syllables. */
export function syllables(i: number, offset: number): string {
  let rest = (7919 * i + offset) % 343_000;
  let name = '';
  for (let count = 0; count < 3; count++) {
    const syllable = rest % 70;
    rest = Math.floor(rest / 70);
    name += CONSONANTS[Math.floor(syllable / 5)]! + VOWELS[syllable % 5]!;
  }
  return name;
}

/** The given name of rank `i`; 0 is the most frequent one. */
export const givenName = (i: number): string => syllables(i, 0);

/** The surname of rank `i`; 0 is the most frequent one. */
export const surname = (i: number): string => syllables(i, 100_003);

/** Draws so many originals and a ninth of them once more, with faults; always the same ones. */
export function generateContacts(originals: number): GeneratedContact[] {
  const draw = xorshift32(20_260_101);
  const contacts: GeneratedContact[] = [];
  for (let at = 0; at < originals; at++) contacts.push(drawOriginal(draw, at));
  for (let copy = 0; copy < Math.floor(originals / 9); copy++) {
    const contact = { ...contacts[Math.floor(originals * draw())]! };
    const faults = 1 + Math.floor(3 * draw());
    for (let fault = 0; fault < faults; fault++) damage(contact, draw);
    contacts.push(contact);
  }
  return contacts;
}

/** How many pairs of contacts stand for the same person. */
export function truePairs(contacts: readonly GeneratedContact[]): number {
  const counts = new Map<number, number>();
  let pairs = 0;
  for (const { original } of contacts) {
    const count = counts.get(original) ?? 0;
    pairs += count;
    counts.set(original, count + 1);
  }
  return pairs;
}

type Draw = () => number;

/** Uniform in [0, 1). */
function xorshift32(seed: number): Draw {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Small ranks are the frequent ones, as names are. */
const zipf = (draw: Draw, below: number): number =>
  Math.floor(Math.exp(draw() * Math.log(below))) - 1;

function drawOriginal(draw: Draw, at: number): GeneratedContact {
  const given = givenName(zipf(draw, 2000));
  const family = surname(zipf(draw, 20_000));
  const birthDay = Math.floor(24_000 * draw());
  const postcode = Math.floor(5000 * draw());
  const phone = drawPhone(draw);
  const email = `${given}.${family}${Math.floor(1000 * draw())}@d${zipf(draw, 50)}.example`;
  return {
    given,
    surname: family,
    postcode,
    email: draw() < 0.2 ? undefined : email,
    phone: draw() < 0.3 ? undefined : phone,
    birthDay: draw() < 0.1 ? undefined : birthDay,
    original: at,
  };
}

const drawPhone = (draw: Draw): string => fiveDigits(draw) + fiveDigits(draw);

const fiveDigits = (draw: Draw): string => String(Math.floor(1e5 * draw())).padStart(5, '0');

/** One fault of a copy. */
function damage(contact: GeneratedContact, draw: Draw): void {
  switch (Math.floor(6 * draw())) {
    case 0:
      contact.given = mistyped(contact.given, draw);
      break;
    case 1:
      contact.surname = mistyped(contact.surname, draw);
      break;
    case 2:
      contact.email = undefined;
      break;
    case 3:
      contact.phone = drawPhone(draw);
      break;
    case 4:
      contact.postcode = Math.floor(5000 * draw());
      break;
    default:
      contact.birthDay = undefined;
  }
}

function mistyped(name: string, draw: Draw): string {
  const at = Math.floor(name.length * draw());
  const letter = String.fromCharCode(97 + Math.floor(26 * draw()));
  return name.slice(0, at) + letter + name.slice(at + 1);
}
