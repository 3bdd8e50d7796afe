// Numbers as people type them: with a decimal point or comma, thousands in groups, a typographic minus, full-width digits.

/** The two numbers that a text may mean, as one would write them. */
export type Doubt = readonly [one: string, other: string];

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** Thousands between spaces or apostrophes, or twice between commas or points, or with the other sign behind: no decimals. */
const GROUPED = [
  /^([+-]?\d{1,3}(?:[ ’']\d{3})+)(?:[.,](\d*))?$/,
  /^([+-]?\d{1,3}(?:,\d{3})+)\.(\d*)$/,
  /^([+-]?\d{1,3}(?:\.\d{3})+),(\d*)$/,
  /^([+-]?\d{1,3}(?:,\d{3}){2,})$/,
  /^([+-]?\d{1,3}(?:\.\d{3}){2,})$/,
];
const ONE_GROUP = /^([+-]?[1-9]\d{0,2})([.,])(\d{3})$/;
/** A size that may be a thousand or two sizes: the page takes layers of up to two thousand and some neurons. */
const SIZE_IN_DOUBT = /(?<![\d,])([12]),(\d{3})(?![\d])/;

/** A finite number; null for what is none, or may be two. */
export function numberFrom(text: string): number | null {
  const plain = plainly(text);
  if (ONE_GROUP.exec(plain)?.[2] === ',') return null;
  return finite(withoutGroups(plain) ?? decimalPoint(plain));
}

/** A whole number from 0. */
export function wholeFrom(text: string): number | null {
  const plain = plainly(text);
  if (ONE_GROUP.test(plain)) return null;
  const value = finite(withoutGroups(plain) ?? decimalPoint(plain));
  return value !== null && Number.isInteger(value) && value >= 0 ? value : null;
}

/** "128, 64" → [128, 64]; nothing typed → none. */
export function sizesFrom(text: string): number[] | null {
  const plain = plainly(text);
  if (SIZE_IN_DOUBT.test(plain) || /(^|[\s,;])-\d/.test(plain)) return null;
  const parts = plain.split(/[\s,;×x→-]+/).filter((part) => part !== '');
  const sizes = parts.map((part) => (/^0\d/.test(part) ? null : wholeFrom(part)));
  return sizes.every((size) => size !== null) ? sizes : null;
}

/** "1,000" is a thousand to some and one to others. */
export function numberInDoubt(text: string): Doubt | null {
  const [, whole, sign, rest] = ONE_GROUP.exec(plainly(text)) ?? [];
  return whole && sign === ',' ? doubtOf(whole, rest!) : null;
}

/** Nobody writes a whole number's decimals: of one, "1.000" is in doubt too. */
export function wholeInDoubt(text: string): Doubt | null {
  const [, whole, , rest] = ONE_GROUP.exec(plainly(text)) ?? [];
  return whole ? doubtOf(whole, rest!) : null;
}

export function sizesInDoubt(text: string): Doubt | null {
  const [, first, second] = SIZE_IN_DOUBT.exec(plainly(text)) ?? [];
  return first ? [`${first}${second}`, `${first}, ${Number(second)}`] : null;
}

const doubtOf = (whole: string, rest: string): Doubt => [
  `${Number(`${whole}${rest}`)}`,
  `${Number(`${whole}.${rest}`)}`,
];

/** In ASCII, with plain spaces. */
function plainly(text: string): string {
  return text
    .replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[−–‐‑‒﹣]/g, '-')
    .replace(/[、٫]/g, ',')
    .replace(/\s/g, ' ')
    .trim();
}

function withoutGroups(plain: string): string | null {
  for (const form of GROUPED) {
    const [, groups, decimals] = form.exec(plain) ?? [];
    if (groups) return `${groups.replace(/[^\d+-]/g, '')}.${decimals ?? ''}`;
  }
  return null;
}

function decimalPoint(plain: string): string {
  return /^[^.,]*,[^.,]*$/.test(plain) ? plain.replace(',', '.') : plain;
}

function finite(text: string): number | null {
  const value = NUMBER.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : null;
}
