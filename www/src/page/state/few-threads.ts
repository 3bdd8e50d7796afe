// Why fewer threads train than were asked for.

/** Shared memory takes the host's headers, a browser that has it, and room for it. */
export type FewThreads = 'notIsolated' | 'noSharedMemory' | 'memoryRefused' | 'most';

export function whyFewer(came: number): FewThreads {
  if (came > 1) return 'most';
  if (typeof SharedArrayBuffer === 'function' && crossOriginIsolated) return 'memoryRefused';
  // A browser that can isolate a page and did not was not asked to.
  return typeof crossOriginIsolated === 'boolean' && !crossOriginIsolated
    ? 'notIsolated'
    : 'noSharedMemory';
}
