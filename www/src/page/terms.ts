// How each figure that a model may be measured by is shown: one colour and one word for it, everywhere.
import type { terms as words } from './i18n/en-terms';
import type { TermId } from '../shared/types';

export interface TermLook {
  /** The token of its colour (tokens.css). */
  colour: string;
  /** The key of its word and its meaning. */
  word: keyof typeof words;
  /** Of its figure in the status. */
  testid: string;
}

/** In the order of the table; a term that a model does not have is a dash there, and no curve. */
export const TERM_LOOKS: Readonly<Record<TermId, TermLook>> = {
  negElboNats: { colour: 'ink', word: 'negElbo', testid: 'neg-elbo' },
  reconNats: { colour: 'reconstruction', word: 'recon', testid: 'recon-shown' },
  klNats: { colour: 'kl', word: 'kl', testid: 'kl-shown' },
};

export const TERM_IDS = Object.keys(TERM_LOOKS) as readonly TermId[];
