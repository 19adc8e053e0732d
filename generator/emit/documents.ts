import { createRequire } from 'node:module';
import type HandlebarsModule from 'handlebars';
import type { Document } from '../load/document.js';
import type { Api } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import { llmsView } from './llms.js';
import { readmeView } from './readme.js';
import { emitReference } from './reference.js';

// The build in one file loads in a fifth of the time of the one in forty.
const Handlebars = createRequire(import.meta.url)(
  'handlebars/dist/handlebars.min.js',
) as typeof HandlebarsModule;

/** Handlebars templates by the name of the file that they become, without `.hbs`; for licences, `license`. */
export type Templates = Readonly<Record<string, string>>;

/** What people and their tools read: README, reference, index and licence. Throws where a template or one of its fields is missing. */
export function emitDocuments(api: Api, document: Document, templates: Templates): OutputFile[] {
  const view = readmeView(api, document);
  return [
    { path: 'README.md', text: render('readme.md', templates, view) },
    ...emitReference(api, document, (frame) => render('reference.md', templates, frame)),
    { path: 'llms.txt', text: render('llms.txt', templates, llmsView(api, view)) },
    { path: 'LICENSE', text: render('license', templates, {}) },
  ];
}

/** Escaping for HTML is off, because this is Markdown: every field of a view is already safe where it stands. */
function render(name: string, templates: Templates, view: object): string {
  const template = templates[name];
  if (template === undefined) throw new Error(`There is no template ${name}.hbs.`);
  return Handlebars.compile<object>(template, { strict: true, noEscape: true })(view);
}
