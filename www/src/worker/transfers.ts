import { transfer } from 'comlink';

/** Marks a small value so that the buffers of its typed arrays are moved to the page instead of copied. */
export function handedOver<T>(value: T): T {
  return transfer(value, buffersOf(value));
}

/** The buffers of every typed array in a small value. */
export function buffersOf(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const visit = (each: unknown): void => {
    if (ArrayBuffer.isView(each)) {
      if (each.buffer instanceof ArrayBuffer) found.add(each.buffer);
    } else if (each !== null && typeof each === 'object') {
      Object.values(each).forEach(visit);
    }
  };
  visit(value);
  return [...found];
}
