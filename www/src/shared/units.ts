// Numbers as a person reads them: a true minus, grouped thousands, only the digits that matter.

/** Stands for a number that is not known yet. */
export const UNKNOWN = '—';

const MINUS = '−';

function decimals(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** Nats per image: 27.1, 5.91, 141.2. */
export function formatNats(nats: number | null | undefined): string {
  if (nats === null || nats === undefined || !Number.isFinite(nats)) return UNKNOWN;
  return decimals(nats, Math.abs(nats) < 9.995 ? 2 : 1);
}

/** Whole numbers with grouped thousands: 3,214. */
export function formatCount(count: number | null | undefined): string {
  if (count === null || count === undefined || !Number.isFinite(count)) return UNKNOWN;
  const grouped = String(Math.round(Math.abs(count))).replace(/\B(?=(\d{3})+$)/g, ',');
  return count <= -0.5 ? MINUS + grouped : grouped;
}

/** A latent coordinate: −1.20. */
export function formatZ(z: number): string {
  return decimals(z, 2);
}
