/** A word of the field and what it means, in a sentence or two. */
export interface Explained {
  word: string;
  meaning: string;
}

export const explained = (word: string, meaning: string): Explained => ({ word, meaning });
