/** The buffers of every typed array in a small value, to be moved instead of copied. */
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
