// Every sentence of the page, in English. A language is one such table (with its plane part beside it).
import { plane } from './en-plane';

export const en = {
  title: 'VAE Lab',
  plane,
};

export type Messages = typeof en;
