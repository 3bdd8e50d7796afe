// What is fetched with the first file that a visitor brings.
export { default as ImportPanel } from './ImportPanel.svelte';
