// The page: every element that wants a lab gets one.
import { mount } from './mount';

for (const root of document.querySelectorAll<HTMLElement>('.vae-lab')) void mount(root);
