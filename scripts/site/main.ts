/** `npm run site`: builds the documentation into `site/`. */
import { buildSite, sizeOf } from './site.js';

const target = 'site';
const files = buildSite({ root: '.', target });
console.log(`${files.length} pages, ${Math.round(sizeOf(target, files) / 1024)} KiB: ${target}/index.html`);
