/** What every browser must show on strict arithmetic: the weights that the core's own tests pin. */
export const PINNED = { seed: '7', steps: 20, hash: 'weights 29f8bbf1' };

/** Numbers of threads to train it on: the bits do not depend on them. */
export const PINNED_THREADS = ['1', '2', '3'];
