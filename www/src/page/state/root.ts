import { createContext } from 'svelte';

/** The element that the lab was put into: what a component does beyond itself, it does there. */
export const [useRoot, provideRoot] = createContext<HTMLElement>();
