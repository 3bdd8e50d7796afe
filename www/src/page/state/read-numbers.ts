// Numbers as people type them.

/** A finite number, with a decimal point or a decimal comma. */
export function numberFrom(text: string): number | null {
  const trimmed = text.trim();
  const value = Number(/^[^.,]*,[^.,]*$/.test(trimmed) ? trimmed.replace(',', '.') : trimmed);
  return trimmed !== '' && Number.isFinite(value) ? value : null;
}

/** A whole number from 0; a comma is refused, since "1,024" may mean a thousand or one. */
export function wholeFrom(text: string): number | null {
  const value = text.includes(',') ? null : numberFrom(text);
  return value !== null && Number.isInteger(value) && value >= 0 ? value : null;
}

/** "128, 64" → [128, 64]; nothing typed → none. */
export function sizesFrom(text: string): number[] | null {
  const parts = text.split(/[\s,×x-]+/).filter((part) => part !== '');
  const sizes = parts.map(wholeFrom);
  return sizes.every((size) => size !== null) ? sizes : null;
}
