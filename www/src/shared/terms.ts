import type { Term, TermId } from './types';

/** The term that tells how well a model does: the sum, or of a model without one its first part. */
export function totalOf(terms: readonly Term[]): TermId | undefined {
  return (terms.find(({ role }) => role === 'sum') ?? terms[0])?.id;
}
